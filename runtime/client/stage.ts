import { Group, PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import { say } from './page/words.ts';

/** Where the world is drawn: the renderer, what it draws, and the place where a visitor stands. */
export interface Stage {
  readonly renderer: WebGLRenderer;
  readonly scene: Scene;
  readonly camera: PerspectiveCamera;
  /** The floor under the visitor; holds the camera and the controllers. */
  readonly visitor: Group;
}

const patienceMilliseconds = 10_000;

/** Sets the stage on a canvas that fills the window. Throws when the browser has no WebGL. */
export function stage(canvas: HTMLCanvasElement): Stage {
  const renderer = new WebGLRenderer({ canvas, antialias: true });
  renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
  renderer.xr.enabled = true;
  const scene = new Scene();
  const camera = new PerspectiveCamera(70, 1, 0.05, 500);
  const visitor = new Group();
  visitor.add(camera);
  scene.add(visitor);
  fitWindow(renderer, camera);
  sayWhenLost(canvas);
  return { renderer, scene, camera, visitor };
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

// The renderer uploads everything again by itself once the browser gives the graphics back.
function sayWhenLost(canvas: HTMLCanvasElement): void {
  let timer: ReturnType<typeof setTimeout>;
  canvas.addEventListener('webglcontextlost', () => {
    say('graphics', 'The browser took the graphics away; waiting to get them back.');
    timer = setTimeout(
      () => say('graphics', 'The graphics did not come back; load this page again.'),
      patienceMilliseconds,
    );
  });
  canvas.addEventListener('webglcontextrestored', () => {
    clearTimeout(timer);
    say('graphics', '');
  });
}
