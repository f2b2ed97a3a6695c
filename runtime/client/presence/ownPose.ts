import type { Object3D } from 'three';
import { at, flag, type Pose, restingPose } from '../../shared/presence/pose.ts';
import { poseMessageBytes, writePoseMessage } from '../../shared/presence/poseMessage.ts';
import type { Head } from '../moving/head.ts';
import type { Rig } from '../moving/rig.ts';
import type { Stage } from '../stage.ts';
import type { Hand } from '../vr/hands.ts';

/** Tells where this visitor is: at most 20 times a second, and only what changed. */
export interface OwnPose {
  /** Looks at the visitor; answers bytes to send, or nothing. The bytes are good until the next call. */
  readonly look: (now: number) => Uint8Array<ArrayBuffer> | undefined;
  /** Where the visitor was at the last look. */
  readonly last: () => Pose;
  /** The next look answers in any case, for those who have not seen this visitor. */
  readonly repeat: () => void;
}

const leastMilliseconds = 50;
/** A tenth of a millimetre for places, a fortieth of a degree for turns. */
const noticeable = 0.0002;
const triggers = { left: at.leftTrigger, right: at.rightTrigger } as const;
const tracked = { left: flag.leftTracked, right: flag.rightTracked } as const;

/** What a visitor's pose is made of. */
interface Body {
  readonly rig: Rig;
  readonly head: Head;
  readonly hands: readonly Hand[];
}

/** What is told of a visitor on a stage. */
export function ownPose(stage: Stage, body: Body): OwnPose {
  const pose = restingPose();
  const told = restingPose().fill(Number.NaN);
  const bytes = new Uint8Array(poseMessageBytes);
  const view = new DataView(bytes.buffer);
  let last = Number.NEGATIVE_INFINITY;
  let sequence = 0;
  return {
    look: (now) => {
      if (now - last < leastMilliseconds) return undefined;
      measure(pose, stage, body);
      pose[at.flags] = (pose[at.flags] ?? 0) | ((body.rig.jumps() & 15) << 12);
      if (!isNoticeable(pose, told)) return undefined;
      last = now;
      told.set(pose);
      sequence += 1;
      writePoseMessage(view, pose, sequence, now);
      return bytes;
    },
    last: () => pose,
    repeat: () => void told.fill(Number.NaN),
  };
}

function measure(pose: Pose, { visitor, renderer }: Stage, { head, hands }: Body): void {
  visitor.position.toArray(pose, at.root);
  pose[at.yaw] = visitor.rotation.y;
  writePart(head, pose, at.head);
  let flags = renderer.xr.isPresenting ? flag.immersive : 0;
  for (let index = 0; index < hands.length; index++) {
    const hand = hands[index];
    const side = hand?.side();
    if (!hand || !side || !hand.grip.visible) continue;
    writePart(hand.grip, pose, at[side]);
    pose[triggers[side]] = hand.gamepad()?.buttons[0]?.value ?? 0;
    flags |= tracked[side];
  }
  pose[at.flags] = flags;
}

function writePart(
  { position, quaternion }: Pick<Object3D, 'position' | 'quaternion'>,
  pose: Pose,
  start: number,
): void {
  position.toArray(pose, start);
  quaternion.toArray(pose, start + 3);
}

// What was never told is not a number, and so differs from everything.
function isNoticeable(pose: Pose, told: Pose): boolean {
  for (let n = 0; n < pose.length; n++)
    if (!(Math.abs((pose[n] ?? 0) - (told[n] ?? 0)) <= noticeable)) return true;
  return false;
}
