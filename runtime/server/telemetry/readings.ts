import { at, flag, restingPose } from '../../shared/presence/pose.ts';
import { readBody } from '../../shared/presence/poseBody.ts';
import type { FpsReading } from '../../shared/telemetryFrames.ts';
import type { Votes } from '../frames/votes.ts';
import type { Visitor } from '../presence/roster.ts';

/** How fast clients show frames; nothing while none reports. Browsers measure neither physics nor drawing apart. */
export function fpsReading(votes: Votes, frames: number, now: number): FpsReading | undefined {
  if (votes.reporting(now) === 0) return undefined;
  const fps = votes.median(now);
  return { fps, frame: 1000 / fps, physics: Number.NaN, render: Number.NaN, frames: frames % 2 ** 32 };
}

/** An fps reading as JSON, where what nobody measures is null. */
export const shownFps = ({ fps, frame }: FpsReading, clients: number): object => ({
  fps,
  frame_time_ms: frame,
  physics_time_ms: null,
  render_time_ms: null,
  clients_reporting: clients,
});

/** Position in metres, rotation as a quaternion x, y, z, w. */
interface Part {
  readonly position: readonly number[];
  readonly rotation: readonly number[];
}

/** Where a visitor is. The root is the floor under their own space; head and hands are told in its frame. */
interface Tracked {
  readonly id: string;
  readonly name: string;
  readonly isImmersive: boolean;
  readonly position: readonly number[];
  readonly yaw: number;
  readonly head: Part;
  readonly left: Part | null;
  readonly right: Part | null;
}

/** The visitors who told where they are and are still connected. */
export const tracked = (visitors: Iterable<Visitor>): Tracked[] =>
  [...visitors]
    .filter(({ isPlaced, awaySince }) => isPlaced && awaySince === undefined)
    .map(({ id, name, body }) => ({ id, name, ...readPose(body) }));

function readPose(body: Uint8Array): Omit<Tracked, 'id' | 'name'> {
  const pose = restingPose();
  readBody(new DataView(body.buffer, body.byteOffset, body.byteLength), 0, pose);
  const flags = pose[at.flags] ?? 0;
  const numbers = (first: number, count: number) => Array.from(pose.subarray(first, first + count));
  const part = (first: number): Part => ({ position: numbers(first, 3), rotation: numbers(first + 3, 4) });
  return {
    isImmersive: (flags & flag.immersive) !== 0,
    position: numbers(at.root, 3),
    yaw: pose[at.yaw] ?? 0,
    head: part(at.head),
    left: flags & flag.leftTracked ? part(at.left) : null,
    right: flags & flag.rightTracked ? part(at.right) : null,
  };
}

/** What headsets track, as JSON; nothing when nobody wears one. */
export function shownTracking(all: readonly Tracked[]): object | undefined {
  const wearing = all.filter(({ isImmersive }) => isImmersive);
  if (wearing.length === 0) return undefined;
  return { visitors: wearing.map(({ isImmersive: _, ...visitor }) => visitor) };
}

/** Where visitors stand, as JSON; nothing when nobody is there. */
export function shownPositions(all: readonly Tracked[]): object | undefined {
  if (all.length === 0) return undefined;
  return { players: all.map(({ id, name, position, yaw }) => ({ id, name, position, yaw })) };
}
