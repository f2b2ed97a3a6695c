import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readCompressed, readFps, writeFps } from './telemetryFrames.ts';

const float = fc.float();
const reading = fc.record({
  fps: float,
  frame: float,
  physics: float,
  render: float,
  frames: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});

describe('an fps frame', () => {
  it('is the type and four little-endian floats', () => {
    const bytes = writeFps({ fps: 72, frame: 13.5, physics: Number.NaN, render: 2, frames: 7 }, 'le');
    expect(Buffer.from(bytes).toString('hex')).toBe(`01${'00009042'}${'00005841'}${'0000c07f'}${'00000040'}`);
  });

  it('is the type, a count and three big-endian floats in the other layout', () => {
    const bytes = writeFps({ fps: 72, frame: 13.5, physics: 1, render: 2, frames: 7 }, 'be');
    expect(Buffer.from(bytes).toString('hex')).toBe(`01${'00000007'}${'42900000'}${'41580000'}${'3f800000'}`);
  });

  it('comes back as it was written', () => {
    fc.assert(
      fc.property(reading, (given) => {
        expect(readFps(writeFps(given, 'le'), 'le')).toEqual({ ...given, frames: Number.NaN });
        expect(readFps(writeFps(given, 'be'), 'be')).toEqual({ ...given, render: Number.NaN });
      }),
    );
  });

  it('is read from the middle of a buffer too', () => {
    const bytes = writeFps({ fps: 90, frame: 11, physics: 1, render: 2, frames: 7 }, 'le');
    const around = Uint8Array.from([9, 9, 9, ...bytes, 9]);
    expect(readFps(around.subarray(3, 20), 'le').fps).toBe(90);
  });

  it('is nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        fc.pre(bytes.length !== 17 || bytes[0] !== 1);
        expect(() => readFps(bytes, 'le')).toThrow('An fps frame has 17 bytes and begins with 1.');
      }),
    );
  });
});

describe('a compressed message', () => {
  it('comes back as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const json = JSON.stringify(value);
        const bytes = Uint8Array.from([2, ...gzipSync(json)]);
        expect(await readCompressed(bytes)).toEqual(JSON.parse(json));
      }),
    );
  });

  it('is refused when it is none', async () => {
    await expect(readCompressed(Uint8Array.from([1, 2]))).rejects.toThrow(
      'A compressed message begins with 2.',
    );
    await expect(readCompressed(Uint8Array.from([2, 2]))).rejects.toThrow();
  });
});
