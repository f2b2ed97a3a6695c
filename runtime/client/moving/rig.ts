import { type PerspectiveCamera, Vector3, type WebGLRenderer } from 'three';
import type { Start } from '../scene/places.ts';
import type { Stage } from '../stage.ts';

/** Moves a visitor's floor, and with it the visitor. Metres and radians. */
export interface Rig {
  /** Puts the visitor where a scene begins. */
  readonly begin: (start: Start) => void;
  /** Puts the visitor's feet on a point. */
  readonly jumpTo: (point: Vector3) => void;
  readonly faceTo: (yaw: number) => void;
  /** Turns the visitor where they stand. */
  readonly turn: (radians: number) => void;
  /** How often the visitor moved without passing what lies between. */
  readonly jumps: () => number;
}

const up = new Vector3(0, 1, 0);
const head = new Vector3();

/** The rig of a stage. */
export function rig({ visitor, camera, renderer }: Stage): Rig {
  let jumps = 0;
  let eyes = 1.7;
  const standUp = () => {
    camera.position.set(0, eyes, 0);
    camera.rotation.set(0, 0, 0, 'YXZ');
  };
  standUp();
  renderer.xr.addEventListener('sessionend', standUp);
  const jumpTo = (point: Vector3) => {
    headInRoot(camera, renderer).applyAxisAngle(up, visitor.rotation.y);
    visitor.position.set(point.x - head.x, point.y, point.z - head.z);
    jumps += 1;
  };
  return {
    begin: (start) => {
      eyes = start.eyes;
      if (!renderer.xr.isPresenting) standUp();
      visitor.rotation.y = start.yaw;
      jumpTo(start.position);
    },
    jumpTo,
    faceTo: (yaw) => {
      visitor.rotation.y = yaw;
      jumps += 1;
    },
    turn: (radians) => {
      headInRoot(camera, renderer);
      // The head stays where it is, so the floor moves around it.
      const before = head.clone().applyAxisAngle(up, visitor.rotation.y);
      visitor.rotation.y += radians;
      visitor.position.add(before.sub(head.applyAxisAngle(up, visitor.rotation.y)));
    },
    jumps: () => jumps,
  };
}

/** Where the head is above the visitor's floor; without a headset in its middle. */
function headInRoot(camera: PerspectiveCamera, renderer: WebGLRenderer): Vector3 {
  head.set(0, 0, 0);
  if (renderer.xr.isPresenting) head.set(camera.position.x, 0, camera.position.z);
  return head;
}
