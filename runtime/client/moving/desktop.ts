import { Raycaster, Vector2, Vector3 } from 'three';
import type { Stage } from '../stage.ts';
import type { Ground } from './ground.ts';
import type { Rig } from './rig.ts';

const metresPerSecond = 2.5;
const radiansPerPixel = 0.004;
const clickPixels = 5;
const steepest = 1.4;
const ways: Readonly<Record<string, readonly [number, number]>> = {
  KeyW: [0, -1],
  ArrowUp: [0, -1],
  KeyS: [0, 1],
  ArrowDown: [0, 1],
  KeyA: [-1, 0],
  ArrowLeft: [-1, 0],
  KeyD: [1, 0],
  ArrowRight: [1, 0],
};

/**
 * Moves a visitor without a headset: drag to look around, W A S D or arrow keys to walk, click on the ground to go there. What is
 * answered is called for each frame.
 */
export function walkOnDesktop(stage: Stage, rig: Rig, ground: Ground): (seconds: number) => void {
  const { renderer, visitor } = stage;
  const held = heldKeys();
  look(stage, rig);
  clickToGo(stage, rig, ground);
  const step = new Vector3();
  const up = new Vector3(0, 1, 0);
  return (seconds) => {
    if (held.size === 0 || renderer.xr.isPresenting) return;
    step.set(0, 0, 0);
    for (const code of held) {
      const [x = 0, z = 0] = ways[code] ?? [];
      step.x += x;
      step.z += z;
    }
    step.normalize().applyAxisAngle(up, visitor.rotation.y);
    visitor.position.addScaledVector(step, metresPerSecond * Math.min(seconds, 0.1));
  };
}

function heldKeys(): ReadonlySet<string> {
  const held = new Set<string>();
  addEventListener('keydown', ({ code, target, ctrlKey, metaKey, altKey }) => {
    const isTyping = target instanceof HTMLInputElement;
    if (code in ways && !isTyping && !ctrlKey && !metaKey && !altKey) held.add(code);
  });
  addEventListener('keyup', ({ code }) => held.delete(code));
  // A key that is let go elsewhere is never heard of.
  addEventListener('blur', () => held.clear());
  return held;
}

function look({ camera, renderer }: Stage, rig: Rig): void {
  renderer.domElement.addEventListener('pointermove', (event) => {
    if (event.buttons === 0 || renderer.xr.isPresenting) return;
    rig.turn(event.movementX * radiansPerPixel);
    const pitch = camera.rotation.x + event.movementY * radiansPerPixel;
    camera.rotation.x = Math.max(-steepest, Math.min(steepest, pitch));
  });
}

function clickToGo({ camera, renderer }: Stage, rig: Rig, ground: Ground): void {
  const canvas = renderer.domElement;
  const pressed = new Vector2();
  const released = new Vector2();
  const ray = new Raycaster();
  const place = new Vector3();
  canvas.addEventListener('pointerdown', ({ clientX, clientY, pointerId }) => {
    pressed.set(clientX, clientY);
    canvas.setPointerCapture(pointerId);
  });
  canvas.addEventListener('pointerup', ({ clientX, clientY }) => {
    released.set(clientX, clientY);
    if (renderer.xr.isPresenting || pressed.distanceTo(released) > clickPixels) return;
    released.set((clientX / innerWidth) * 2 - 1, 1 - (clientY / innerHeight) * 2);
    ray.setFromCamera(released, camera);
    if (ground.meet(ray, place)) rig.jumpTo(place);
  });
}
