import { type Object3D, Quaternion, Vector3 } from 'three';
import type { NodeExtras } from '../../shared/sceneExtras.ts';

/** Where a visitor begins: metres, the direction in radians, and the height of the eyes without a headset. */
export interface Start {
  readonly position: Vector3;
  readonly yaw: number;
  readonly eyes: number;
}

const usualEyes = 1.7;
const forward = new Vector3(0, 0, -1);

/** The place that a scene gives a visitor: one of its spawn points, by chance, else its origin, else a few steps back. */
export function start(root: Object3D, random: number): Start {
  const spawns: Object3D[] = [];
  let origin: Object3D | undefined;
  let eyes: Object3D | undefined;
  root.updateMatrixWorld(true);
  root.traverse((object) => {
    const extras = object.userData as NodeExtras;
    if (extras.spawn) spawns.push(object);
    if (extras.origin) origin ??= object;
    if (extras.eyes) eyes ??= object;
  });
  const place = spawns[Math.floor(random * spawns.length)] ?? origin;
  const height = eyes?.position.y ?? 0;
  return {
    position: place?.getWorldPosition(new Vector3()) ?? new Vector3(0, 0, 3),
    yaw: place ? yawOf(place) : 0,
    eyes: height > 0.5 ? height : usualEyes,
  };
}

function yawOf(place: Object3D): number {
  const ahead = forward.clone().applyQuaternion(place.getWorldQuaternion(new Quaternion()));
  return Math.atan2(-ahead.x, -ahead.z);
}

const stepMetres = 0.9;

/** The same place a step aside, so that visitors who come one after the other do not stand in each other. */
export function aside({ position, ...start }: Start): Start {
  const angle = 2 * Math.PI * Math.random();
  const step = new Vector3(Math.cos(angle), 0, Math.sin(angle)).multiplyScalar(stepMetres);
  return { ...start, position: position.clone().add(step) };
}
