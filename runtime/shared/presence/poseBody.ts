import { at, type Pose } from './pose.ts';
import { packQuaternion, unpackQuaternion } from './smallestThree.ts';

/** Bytes of a pose on the wire. */
export const bodyBytes = 48;

const turn = 65_536;
const fullTurn = 2 * Math.PI;
const millimetres = 1000;
const farthest = 32_767;
const parts = [at.head, at.left, at.right] as const;
const partBytes = 10;
const offsets = { yaw: 12, parts: 14, flags: 44, leftTrigger: 46, rightTrigger: 47 } as const;

/**
 * Writes a pose, little-endian: root as three f32; yaw as u16, 65,536 to a turn; head, left and right hand each as three i16 of
 * millimetres (±32.7 m from the root) and a quaternion in 32 bits; flags as u16; both triggers as u8.
 */
export function writeBody(pose: Pose, view: DataView, offset: number): void {
  for (let n = 0; n < 3; n++) view.setFloat32(offset + 4 * n, pose[at.root + n] ?? 0, true);
  view.setUint16(offset + offsets.yaw, Math.round(((pose[at.yaw] ?? 0) / fullTurn) * turn) & 0xffff, true);
  for (let part = 0; part < 3; part++)
    writePart(pose, parts[part] ?? at.head, view, offset + offsets.parts + part * partBytes);
  view.setUint16(offset + offsets.flags, pose[at.flags] ?? 0, true);
  view.setUint8(offset + offsets.leftTrigger, asByte(pose[at.leftTrigger]));
  view.setUint8(offset + offsets.rightTrigger, asByte(pose[at.rightTrigger]));
}

/** Reads into a pose what `writeBody` wrote. The yaw comes back from 0 to a full turn, triggers from 0 to 1. */
export function readBody(view: DataView, offset: number, pose: Pose): void {
  for (let n = 0; n < 3; n++) pose[at.root + n] = view.getFloat32(offset + 4 * n, true);
  pose[at.yaw] = (view.getUint16(offset + offsets.yaw, true) / turn) * fullTurn;
  for (let part = 0; part < 3; part++)
    readPart(view, offset + offsets.parts + part * partBytes, pose, parts[part] ?? at.head);
  pose[at.flags] = view.getUint16(offset + offsets.flags, true);
  pose[at.leftTrigger] = view.getUint8(offset + offsets.leftTrigger) / 255;
  pose[at.rightTrigger] = view.getUint8(offset + offsets.rightTrigger) / 255;
}

/** Whether the root of a written pose is a place at all; what strangers write may be anything. */
export function hasPlace(view: DataView, offset: number): boolean {
  for (let n = 0; n < 3; n++) if (!(Math.abs(view.getFloat32(offset + 4 * n, true)) < 1e6)) return false;
  return true;
}

function writePart(pose: Pose, part: number, view: DataView, offset: number): void {
  for (let n = 0; n < 3; n++) {
    const distance = Math.round((pose[part + n] ?? 0) * millimetres);
    view.setInt16(offset + 2 * n, Math.max(-farthest, Math.min(farthest, distance)), true);
  }
  view.setUint32(offset + 6, packQuaternion(pose, part + 3), true);
}

function readPart(view: DataView, offset: number, pose: Pose, part: number): void {
  for (let n = 0; n < 3; n++) pose[part + n] = view.getInt16(offset + 2 * n, true) / millimetres;
  unpackQuaternion(view.getUint32(offset + 6, true), pose, part + 3);
}

const asByte = (share = 0) => Math.round(Math.max(0, Math.min(1, share)) * 255);
