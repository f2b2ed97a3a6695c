import { Vector3 } from 'three';
import type { Start } from '../scene/places.ts';
import type { Stage } from '../stage.ts';
import type { Head } from './head.ts';

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

/** The rig of a stage. */
export function rig({ visitor, camera, renderer }: Stage, { position: head }: Pick<Head, 'position'>): Rig {
  const offset = new Vector3();
  const before = new Vector3();
  let jumps = 0;
  let eyes = 1.7;
  const standUp = () => {
    camera.position.set(0, eyes, 0);
    camera.rotation.set(0, 0, 0, 'YXZ');
  };
  standUp();
  renderer.xr.addEventListener('sessionend', standUp);
  /** From the middle of the floor to below the head, in the world. */
  const fromMiddle = (into: Vector3) => into.set(head.x, 0, head.z).applyAxisAngle(up, visitor.rotation.y);
  const jumpTo = (point: Vector3) => {
    visitor.position.copy(point).sub(fromMiddle(offset));
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
      // The head stays where it is, so the floor moves around it.
      fromMiddle(before);
      visitor.rotation.y += radians;
      visitor.position.add(before).sub(fromMiddle(offset));
    },
    jumps: () => jumps,
  };
}
