import {
  AmbientLight,
  CanvasTexture,
  Color,
  DirectionalLight,
  EquirectangularReflectionMapping,
  Fog,
  FogExp2,
  Group,
  HemisphereLight,
  Light,
  type Object3D,
  type Scene,
  SRGBColorSpace,
  Texture,
} from 'three';
import type { Background, Environment, Fog as FogExtras, Color as Tone } from '../../shared/sceneExtras.ts';

const night = new Color(0x0b0d16);

/** Puts sky, fog and light around a scene, as it asks or as usual. What is answered takes them away again. */
export function surround(scene: Scene, root: Object3D, environment: Environment | undefined): () => void {
  scene.background = environment ? background(environment.background) : night;
  scene.fog = environment ? fog(environment.fog) : new Fog(night, 12, 40);
  const light = lights(root, environment);
  scene.add(light);
  return () => {
    if (scene.background instanceof Texture) scene.background.dispose();
    scene.background = night;
    scene.fog = null;
    light.removeFromParent();
  };
}

const tone = ([red, green, blue]: Tone) => new Color().setRGB(red, green, blue, SRGBColorSpace);

function fog(extras: FogExtras | undefined): Fog | FogExp2 | null {
  if (!extras) return null;
  const color = tone(extras.color);
  return extras.kind === 'density'
    ? new FogExp2(color, extras.density)
    : new Fog(color, extras.begin, extras.end);
}

function lights(root: Object3D, environment: Environment | undefined): Group {
  const group = new Group();
  if (environment && environment.ambient.energy > 0)
    group.add(new AmbientLight(tone(environment.ambient.color), environment.ambient.energy));
  if (environment || hasLight(root)) return group;
  const sun = new DirectionalLight(0xffffff, 2.2);
  sun.position.set(2, 6, 4);
  group.add(new HemisphereLight(0xbfd0ff, 0x30283a, 1.6), sun);
  return group;
}

function hasLight(root: Object3D): boolean {
  let found = false;
  root.traverse((object) => {
    found ||= object instanceof Light;
  });
  return found;
}

const skyPixels = 256;

function background(wanted: Background): Color | Texture {
  if (wanted.kind === 'color') return tone(wanted.color);
  const canvas = document.createElement('canvas');
  canvas.width = 2;
  canvas.height = skyPixels;
  const context = canvas.getContext('2d');
  if (!context) return tone(wanted.horizon);
  const sky = context.createLinearGradient(0, 0, 0, skyPixels);
  const stops: [number, Tone][] = [
    [0, wanted.top],
    [0.5, wanted.horizon],
    [0.505, wanted.groundHorizon],
    [1, wanted.groundBottom],
  ];
  for (const [at, color] of stops) sky.addColorStop(at, tone(color).getStyle());
  context.fillStyle = sky;
  context.fillRect(0, 0, 2, skyPixels);
  const texture = new CanvasTexture(canvas);
  texture.mapping = EquirectangularReflectionMapping;
  texture.colorSpace = SRGBColorSpace;
  return texture;
}
