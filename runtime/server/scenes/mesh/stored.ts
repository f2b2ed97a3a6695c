import type { Lookup } from '../read.ts';
import { kindOf, type Numbers } from '../text/value.ts';

/** Bits of `format` (Godot, `RenderingServer::ArrayFormat`). */
export const has = {
  vertex: 1 << 0,
  normal: 1 << 1,
  tangent: 1 << 2,
  color: 1 << 3,
  uv: 1 << 4,
  uv2: 1 << 5,
  bones: 1 << 10,
  index: 1 << 12,
  flat: 1 << 25,
  compressed: 1 << 29,
} as const;

/** A surface as it is written, ready to be read. */
export interface Stored {
  readonly from: Lookup;
  readonly bits: number;
  readonly vertices: number;
  /** Positions stand by themselves, and directions behind them; before 4.2 both are together for each vertex. */
  readonly separate: boolean;
  readonly data: DataView;
}

/** The bytes of a PackedByteArray. */
export function dataOf(from: Lookup, name: string): DataView {
  const value = from(name);
  if (kindOf(value) !== 'numbers') return new DataView(new ArrayBuffer(0));
  const { numbers } = value as Numbers;
  const bytes = numbers instanceof Uint8Array ? numbers : Uint8Array.from(numbers);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
