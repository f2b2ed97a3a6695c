import type { Pose } from './pose.ts';
import { bodyBytes, hasPlace, writeBody } from './poseBody.ts';

/** First byte of what a page sends about itself. */
const kind = 1;
const version = 1;
const offsets = { version: 1, sequence: 2, time: 6, body: 10 } as const;

/** Bytes of one pose from a page; a later version may add some at the end. */
export const poseMessageBytes = offsets.body + bodyBytes;

/** Writes a page's pose: kind, version, sequence u32, the page's clock in milliseconds u32, then the pose. */
export function writePoseMessage(view: DataView, pose: Pose, sequence: number, milliseconds: number): void {
  view.setUint8(0, kind);
  view.setUint8(offsets.version, version);
  view.setUint32(offsets.sequence, sequence >>> 0, true);
  view.setUint32(offsets.time, milliseconds >>> 0, true);
  writeBody(pose, view, offsets.body);
}

/** Where the parts of a page's pose are. The pose itself is passed on as it is. */
export interface PoseMessage {
  /** The page's clock in milliseconds, modulo 2³². */
  readonly milliseconds: number;
  /** 48 bytes, as `readBody` reads them. */
  readonly body: Uint8Array;
}

/** Reads a page's pose, or nothing when these bytes are none. */
export function readPoseMessage(bytes: Uint8Array): PoseMessage | undefined {
  if (bytes.byteLength < poseMessageBytes || bytes[0] !== kind) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!hasPlace(view, offsets.body)) return undefined;
  return {
    milliseconds: view.getUint32(offsets.time, true),
    body: bytes.subarray(offsets.body, offsets.body + bodyBytes),
  };
}
