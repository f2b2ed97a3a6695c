import { AnimationMixer, LoopOnce, type Mesh, type Object3D, type Scene } from 'three';
import { dispose } from './dispose.ts';
import { drawLabels } from './labels.ts';
import { type Start, start } from './places.ts';
import type { SceneRead } from './readScene.ts';
import { surfaces } from './surfaces.ts';
import { surround } from './surroundings.ts';
import { turning } from './turning.ts';

/** A scene that is shown. */
export interface ShownScene {
  readonly root: Object3D;
  readonly start: Start;
  /** What visitors may teleport to. */
  readonly surfaces: readonly Mesh[];
  /** Moves what moves by itself; called for each frame. */
  readonly animate: (seconds: number, viewer: Object3D) => void;
  /** Takes it away. */
  readonly remove: () => void;
}

/** Shows a scene with its surroundings. */
export function show(scene: Scene, { root, animations, extras }: SceneRead): ShownScene {
  hideUnshown(root);
  const ground = surfaces(root);
  drawLabels(root);
  scene.add(root);
  const leave = surround(scene, root, extras.environment);
  const mixer = new AnimationMixer(root);
  for (const { name, autoplay, loop } of extras.animations ?? []) {
    const clip = animations.find((one) => one.name === name);
    if (!clip || !autoplay) continue;
    const action = mixer.clipAction(clip);
    if (!loop) action.setLoop(LoopOnce, 1);
    action.clampWhenFinished = true;
    action.play();
  }
  const turn = turning(root);
  return {
    root,
    start: start(root, Math.random()),
    surfaces: ground,
    animate: (seconds, viewer) => {
      mixer.update(seconds);
      turn(viewer);
    },
    remove: () => {
      mixer.stopAllAction();
      mixer.uncacheRoot(root);
      leave();
      dispose(root);
    },
  };
}

function hideUnshown(root: Object3D): void {
  root.traverse((object) => {
    if (object.userData['visible'] === false) object.visible = false;
  });
}
