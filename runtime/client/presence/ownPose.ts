import type { Camera, Object3D, WebGLRenderer } from 'three';
import { at, flag, type Pose, restingPose } from '../../shared/presence/pose.ts';
import { poseMessageBytes, writePoseMessage } from '../../shared/presence/poseMessage.ts';
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

/** What is told of a visitor on a stage. */
export function ownPose(stage: Stage, rig: Rig, hands: readonly Hand[]): OwnPose {
  const pose = restingPose();
  const told = restingPose().fill(Number.NaN);
  const bytes = new Uint8Array(poseMessageBytes);
  const view = new DataView(bytes.buffer);
  let last = Number.NEGATIVE_INFINITY;
  let sequence = 0;
  return {
    look: (now) => {
      if (now - last < leastMilliseconds) return undefined;
      measure(pose, stage, hands);
      pose[at.flags] = (pose[at.flags] ?? 0) | ((rig.jumps() & 15) << 12);
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

function measure(pose: Pose, { visitor, camera, renderer }: Stage, hands: readonly Hand[]): void {
  visitor.position.toArray(pose, at.root);
  pose[at.yaw] = visitor.rotation.y;
  writeHead(pose, camera, renderer);
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

/** The camera of a headset stands behind both eyes, so that it sees what either does; the head is where the headset says. */
function writeHead(pose: Pose, camera: Camera, { xr }: WebGLRenderer): void {
  const space = xr.getReferenceSpace();
  const viewer = space && xr.isPresenting ? xr.getFrame()?.getViewerPose(space) : undefined;
  writePart(camera, pose, at.head);
  if (!viewer) return;
  const { position, orientation } = viewer.transform;
  writePlace(position, pose, at.head);
  writePlace(orientation, pose, at.head + 3);
  pose[at.head + 6] = orientation.w;
}

function writePlace({ x, y, z }: DOMPointReadOnly, pose: Pose, start: number): void {
  pose[start] = x;
  pose[start + 1] = y;
  pose[start + 2] = z;
}

function writePart({ position, quaternion }: Object3D, pose: Pose, start: number): void {
  position.toArray(pose, start);
  quaternion.toArray(pose, start + 3);
}

// What was never told is not a number, and so differs from everything.
function isNoticeable(pose: Pose, told: Pose): boolean {
  for (let n = 0; n < pose.length; n++)
    if (!(Math.abs((pose[n] ?? 0) - (told[n] ?? 0)) <= noticeable)) return true;
  return false;
}
