import {
  Color,
  DirectionalLight,
  Fog,
  Group,
  HemisphereLight,
  PerspectiveCamera,
  Scene,
  WebGLRenderer,
} from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';

/** Where the world is drawn: the renderer, the scene with its light, and the place where a visitor stands. */
export interface Stage {
  readonly renderer: WebGLRenderer;
  readonly scene: Scene;
  readonly camera: PerspectiveCamera;
  /** Holds the camera and the controllers. */
  readonly visitor: Group;
  /** Draws one frame. */
  readonly draw: () => void;
}

const eyeHeight = 1.7;

/** Sets the stage on a canvas that fills the window. Throws when the browser has no WebGL. */
export function stage(canvas: HTMLCanvasElement): Stage {
  const renderer = new WebGLRenderer({ canvas, antialias: true });
  renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
  renderer.xr.enabled = true;

  const scene = new Scene();
  scene.background = new Color(0x0b0d16);
  scene.fog = new Fog(0x0b0d16, 8, 22);
  const sun = new DirectionalLight(0xffffff, 2.2);
  sun.position.set(2, 6, 4);
  scene.add(new HemisphereLight(0xbfd0ff, 0x30283a, 1.6), sun);

  const camera = new PerspectiveCamera(70, 1, 0.05, 200);
  camera.position.set(0, eyeHeight, 2);
  const visitor = new Group();
  visitor.add(camera);
  scene.add(visitor);

  const orbit = new OrbitControls(camera, canvas);
  orbit.target.set(0, 1.3, -2.5);
  orbit.maxPolarAngle = Math.PI / 2;
  orbit.enableDamping = true;

  fitWindow(renderer, camera);
  const draw = () => {
    if (!renderer.xr.isPresenting) orbit.update();
    renderer.render(scene, camera);
  };
  return { renderer, scene, camera, visitor, draw };
}

function fitWindow(renderer: WebGLRenderer, camera: PerspectiveCamera): void {
  const fit = () => {
    if (renderer.xr.isPresenting) return;
    renderer.setSize(innerWidth, innerHeight, false);
    camera.aspect = innerWidth / innerHeight;
    camera.updateProjectionMatrix();
  };
  fit();
  addEventListener('resize', fit);
  renderer.xr.addEventListener('sessionend', fit);
}
