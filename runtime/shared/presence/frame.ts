import { bodyBytes } from './poseBody.ts';

/** First byte of what a server sends about everybody who moved. */
const kind = 2;
const version = 1;
const header = { version: 1, stride: 2, flags: 3, count: 4, tick: 8, time: 12, bytes: 16 } as const;
const avatar = { number: 0, time: 2, body: 4, bytes: 4 + bodyBytes } as const;

/** One avatar of a frame: its number in the room, its page's clock in milliseconds modulo 65,536, and its pose. */
export interface FramePart {
  readonly number: number;
  readonly milliseconds: number;
  /** 48 bytes, as `readBody` reads them. */
  readonly body: Uint8Array;
}

/**
 * One frame: kind, version, bytes of an avatar u8, flags u8, count u16, tick u32 at 8, the server's clock in milliseconds u32 at
 * 12; from 16 on the avatars: number u16, time u16, pose. A later version may make an avatar longer.
 */
export function frame(parts: readonly FramePart[], tick: number, milliseconds: number): Uint8Array {
  const bytes = new Uint8Array(header.bytes + parts.length * avatar.bytes);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, kind);
  view.setUint8(header.version, version);
  view.setUint8(header.stride, avatar.bytes);
  view.setUint16(header.count, parts.length, true);
  view.setUint32(header.tick, tick >>> 0, true);
  view.setUint32(header.time, milliseconds >>> 0, true);
  let offset = header.bytes;
  for (const { number, milliseconds: time, body } of parts) {
    view.setUint16(offset + avatar.number, number, true);
    view.setUint16(offset + avatar.time, time & 0xffff, true);
    bytes.set(body, offset + avatar.body);
    offset += avatar.bytes;
  }
  return bytes;
}

/** Reads one avatar after the other; `body` is where its pose begins in the view. Calls nothing when these bytes are no frame. */
export function eachInFrame(
  view: DataView,
  seen: (number: number, milliseconds: number, body: number) => void,
): void {
  if (view.byteLength < header.bytes || view.getUint8(0) !== kind) return;
  const stride = view.getUint8(header.stride);
  const count = view.getUint16(header.count, true);
  if (stride < avatar.bytes || view.byteLength < header.bytes + count * stride) return;
  for (let n = 0; n < count; n++) {
    const offset = header.bytes + n * stride;
    seen(
      view.getUint16(offset + avatar.number, true),
      view.getUint16(offset + avatar.time, true),
      offset + avatar.body,
    );
  }
}
