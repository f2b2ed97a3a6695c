/** The first byte of a binary frame of the telemetry port: how fast frames are shown, or any message as compressed JSON. */
export const frameType = { fps: 0x01, gzip: 0x02 } as const;

/**
 * How the 17 bytes of an fps frame are laid out behind the type. `le`: four little-endian f32, fps, frame, physics and render.
 * `be`: big-endian, a u32 that counts frames, then three f32, fps, frame and physics.
 */
export type FpsLayout = 'le' | 'be';

/** How fast clients show frames. Times are milliseconds; NaN is what nobody measures, or the layout leaves out. */
export interface FpsReading {
  readonly fps: number;
  readonly frame: number;
  readonly physics: number;
  readonly render: number;
  /** How many frames clients have reported since the pod started, modulo 2³². */
  readonly frames: number;
}

const fpsBytes = 17;

/** Writes an fps frame. */
export function writeFps(reading: FpsReading, layout: FpsLayout): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fpsBytes);
  const view = new DataView(bytes.buffer);
  const isLittle = layout === 'le';
  const { fps, frame, physics, render, frames } = reading;
  const numbers = isLittle ? [fps, frame, physics, render] : [fps, frame, physics];
  const first = isLittle ? 1 : 5;
  view.setUint8(0, frameType.fps);
  if (!isLittle) view.setUint32(1, frames);
  for (const [n, number] of numbers.entries()) view.setFloat32(first + 4 * n, number, isLittle);
  return bytes;
}

/** Reads an fps frame. Throws a sentence when it is none. */
export function readFps(bytes: Uint8Array, layout: FpsLayout): FpsReading {
  if (bytes.length !== fpsBytes || bytes[0] !== frameType.fps)
    throw new RangeError(`An fps frame has ${fpsBytes} bytes and begins with ${frameType.fps}.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, fpsBytes);
  const isLittle = layout === 'le';
  const at = (n: number) => view.getFloat32((isLittle ? 1 : 5) + 4 * n, isLittle);
  const [fps, frame, physics] = [at(0), at(1), at(2)];
  return isLittle
    ? { fps, frame, physics, render: at(3), frames: Number.NaN }
    : { fps, frame, physics, render: Number.NaN, frames: view.getUint32(1) };
}

/** Reads a compressed message: the type, then gzip (RFC 1952) of JSON. Rejects when it is none. */
export async function readCompressed(bytes: Uint8Array<ArrayBuffer>): Promise<unknown> {
  if (bytes[0] !== frameType.gzip)
    throw new RangeError(`A compressed message begins with ${frameType.gzip}.`);
  const stream = new Blob([bytes.subarray(1)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}
