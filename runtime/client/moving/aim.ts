import {
  BufferAttribute,
  BufferGeometry,
  DoubleSide,
  DynamicDrawUsage,
  Line,
  LineBasicMaterial,
  Mesh,
  MeshBasicMaterial,
  type Object3D,
  Quaternion,
  Raycaster,
  RingGeometry,
  type Scene,
  Vector3,
} from 'three';
import type { Ground } from './ground.ts';

/** The arc along which a visitor aims at the place to go to. */
export interface Aim {
  /** Throws the arc from where an object is, along its −Z. */
  readonly from: (hand: Object3D) => void;
  /** Stops aiming. Answers the place that was aimed at, if it was one; good until the next aim. */
  readonly end: () => Vector3 | undefined;
}

const steps = 30;
const stepSeconds = 0.05;
const speed = 7;
const gravity = 9.8;
const good = 0x6fe3a5;
const bad = 0xff7a7a;

/** An arc with a marker where it ends; neither is there before somebody aims. */
export function aim(scene: Scene, ground: Ground): Aim {
  const points = new BufferAttribute(new Float32Array(3 * (steps + 1)), 3).setUsage(DynamicDrawUsage);
  const arc = new Line(new BufferGeometry().setAttribute('position', points), new LineBasicMaterial());
  const marker = new Mesh(
    new RingGeometry(0.18, 0.26, 40),
    new MeshBasicMaterial({ color: good, side: DoubleSide }),
  );
  marker.geometry.rotateX(-Math.PI / 2);
  arc.frustumCulled = false;
  arc.visible = marker.visible = false;
  scene.add(arc, marker);
  const place = new Vector3();
  const throwArc = flight(ground, points, place);
  return {
    from: (hand) => {
      const { length, lands } = throwArc(hand);
      arc.geometry.setDrawRange(0, length);
      points.needsUpdate = true;
      arc.material.color.set(lands ? good : bad);
      arc.visible = true;
      marker.visible = lands;
      if (lands) marker.position.copy(place).y += 0.01;
    },
    end: () => {
      const found = marker.visible;
      arc.visible = marker.visible = false;
      return found ? place : undefined;
    },
  };
}

/** Follows a thrown point, step by step, until it meets something. */
function flight(ground: Ground, points: BufferAttribute, place: Vector3) {
  const ray = new Raycaster();
  const here = new Vector3();
  const next = new Vector3();
  const velocity = new Vector3();
  const turn = new Quaternion();
  return (hand: Object3D): { readonly length: number; readonly lands: boolean } => {
    hand.getWorldPosition(here);
    velocity.set(0, 0, -speed).applyQuaternion(hand.getWorldQuaternion(turn));
    points.setXYZ(0, here.x, here.y, here.z);
    for (let step = 1; step <= steps; step++) {
      next.copy(here).addScaledVector(velocity, stepSeconds);
      velocity.y -= gravity * stepSeconds;
      ray.ray.origin.copy(here);
      ray.ray.direction.copy(next).sub(here);
      ray.far = ray.ray.direction.length();
      ray.ray.direction.normalize();
      const lands = ground.meet(ray, place);
      if (lands) next.copy(place);
      points.setXYZ(step, next.x, next.y, next.z);
      if (lands || ground.isBlocked()) return { length: step + 1, lands };
      here.copy(next);
    }
    return { length: steps + 1, lands: false };
  };
}
