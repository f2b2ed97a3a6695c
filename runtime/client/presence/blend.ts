import { at, type Pose } from '../../shared/presence/pose.ts';

const parts = [at.head, at.left, at.right] as const;
const turn = 2 * Math.PI;

/** Writes to `into` the pose between two others: 0 is the first, 1 the second. Places move straight, turns take the shorter way. */
export function blend(from: Pose, to: Pose, share: number, into: Pose): void {
  for (let n = 0; n < 3; n++) mix(from, to, share, into, at.root + n);
  into[at.yaw] = (from[at.yaw] ?? 0) + shorter((to[at.yaw] ?? 0) - (from[at.yaw] ?? 0)) * share;
  for (let part = 0; part < parts.length; part++) {
    const start = parts[part] ?? at.head;
    for (let n = 0; n < 3; n++) mix(from, to, share, into, start + n);
    blendTurn(from, to, share, into, start + 3);
  }
  into[at.flags] = to[at.flags] ?? 0;
  mix(from, to, share, into, at.leftTrigger);
  mix(from, to, share, into, at.rightTrigger);
}

function mix(from: Pose, to: Pose, share: number, into: Pose, n: number): void {
  into[n] = (from[n] ?? 0) * (1 - share) + (to[n] ?? 0) * share;
}

const shorter = (radians: number) => radians - turn * Math.round(radians / turn);

// Poses are a twentieth of a second apart, where the straight way between two turns, made unit length, is as good as the arc.
function blendTurn(from: Pose, to: Pose, share: number, into: Pose, start: number): void {
  let dot = 0;
  for (let n = 0; n < 4; n++) dot += (from[start + n] ?? 0) * (to[start + n] ?? 0);
  const sign = dot < 0 ? -1 : 1;
  let square = 0;
  for (let n = 0; n < 4; n++) {
    const value = (from[start + n] ?? 0) * (1 - share) + sign * (to[start + n] ?? 0) * share;
    into[start + n] = value;
    square += value * value;
  }
  const length = Math.sqrt(square) || 1;
  for (let n = 0; n < 4; n++) into[start + n] = (into[start + n] ?? 0) / length;
}
