/**
 * Where a visitor is and how they hold themselves: numbers at the places that `at` names. Metres and radians; Y is up. The root
 * is the floor under the visitor's own space; head and hands are told in the root's frame.
 */
export type Pose = Float32Array;

/** Where in a pose its parts begin. A root has x, y, z; a head or hand x, y, z and a quaternion x, y, z, w. */
export const at = {
  root: 0,
  yaw: 3,
  head: 4,
  left: 11,
  right: 18,
  /** Bits of `flag` and, from bit 12, how often the visitor jumped instead of moving, modulo 16. */
  flags: 25,
  leftTrigger: 26,
  rightTrigger: 27,
} as const;

/** What is true of a visitor, as bits of the flags; bits 0 to 7 are buttons. */
export const flag = { leftTracked: 1 << 8, rightTracked: 1 << 9, immersive: 1 << 10 } as const;

/** How many numbers a pose has. */
export const poseLength = 28;

const quaternionReal = 6;

/** A visitor at the origin whose head and hands lie on the floor, turned nowhere. */
export function restingPose(): Pose {
  const pose = new Float32Array(poseLength);
  for (const part of [at.head, at.left, at.right]) pose[part + quaternionReal] = 1;
  return pose;
}

/** How often the visitor of this pose jumped, modulo 16: between two poses that differ in this there is no way to draw. */
export const jumps = (pose: Pose): number => (pose[at.flags] ?? 0) >> 12;
