import fc from 'fast-check';
import { FromPage, ToPage } from './control.ts';
import { eachInFrame, frame } from './frame.ts';
import { at, flag, jumps, type Pose, poseLength, restingPose } from './pose.ts';
import { readBody } from './poseBody.ts';
import { poseMessageBytes, readPoseMessage, writePoseMessage } from './poseMessage.ts';

const metres = fc.float({ min: -30, max: 30, noNaN: true });
const place = fc.tuple(metres, metres, metres);
const turned = fc
  .tuple(
    ...([0, 1, 2, 3].map(() => fc.float({ min: -1, max: 1, noNaN: true })) as [
      typeof metres,
      typeof metres,
      typeof metres,
      typeof metres,
    ]),
  )
  .filter((q) => Math.hypot(...q) > 0.01)
  .map((q) => q.map((part) => part / Math.hypot(...q)));
const part = fc.tuple(place, turned).map(([where, how]) => [...where, ...how]);
const poses = fc
  .record({
    root: place,
    yaw: fc.float({ min: -20, max: 20, noNaN: true }),
    parts: fc.tuple(part, part, part),
    flags: fc.integer({ min: 0, max: 0xffff }),
    triggers: fc.tuple(fc.float({ min: 0, max: 1, noNaN: true }), fc.float({ min: 0, max: 1, noNaN: true })),
  })
  .map(({ root, yaw, parts, flags, triggers }) =>
    Float32Array.from([...root, yaw, ...parts.flat(), flags, ...triggers]),
  );

const written = (pose: Pose) => {
  const bytes = new Uint8Array(poseMessageBytes);
  writePoseMessage(new DataView(bytes.buffer), pose, 7, 123_456);
  return bytes;
};

const read = (bytes: Uint8Array) => {
  const pose = restingPose();
  readBody(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, pose);
  return pose;
};

const slice = (pose: Pose, start: number, length: number) => [...pose.subarray(start, start + length)];

/** Degrees between two rotations. */
const angle = (a: readonly number[], b: readonly number[]) => {
  const dot = Math.abs(a.reduce((sum, value, n) => sum + value * (b[n] ?? 0), 0));
  return (2 * Math.acos(Math.min(1, dot)) * 180) / Math.PI;
};

const expectSamePart = (back: Pose, pose: Pose, start: number) => {
  const away = slice(back, start, 3).map((value, n) => Math.abs(value - (pose[start + n] ?? 0)));
  expect(Math.max(...away)).toBeLessThan(0.000_51);
  expect(angle(slice(back, start + 3, 4), slice(pose, start + 3, 4))).toBeLessThan(0.3);
};

describe('a pose on the wire', () => {
  it('has 58 bytes from a page', () => {
    expect(poseMessageBytes).toBe(58);
    expect(poseLength).toBe(restingPose().length);
  });

  it('comes back: the root exactly, parts within a millimetre and a third of a degree', () => {
    fc.assert(
      fc.property(poses, (pose) => {
        const message = readPoseMessage(written(pose));
        expect(message?.milliseconds).toBe(123_456);
        const back = read(message?.body ?? new Uint8Array(48));
        expect(slice(back, at.root, 3)).toEqual(
          slice(pose, at.root, 3).map((value) => value || expect.closeTo(0)),
        );
        const yaws = [back, pose].map((one) => one[at.yaw] ?? 0);
        expect(Math.cos((yaws[0] ?? 0) - (yaws[1] ?? 0))).toBeCloseTo(1, 7);
        for (const start of [at.head, at.left, at.right]) expectSamePart(back, pose, start);
        expect(back[at.flags]).toBe(pose[at.flags]);
        expect(back[at.leftTrigger]).toBeCloseTo(pose[at.leftTrigger] ?? 0, 2);
      }),
    );
  });

  it('knows its flags and how often a visitor jumped', () => {
    const pose = restingPose();
    pose[at.flags] = flag.immersive | flag.leftTracked | (13 << 12);
    const back = read(readPoseMessage(written(pose))?.body ?? new Uint8Array(48));
    expect([jumps(back), (back[at.flags] ?? 0) & flag.immersive]).toEqual([13, flag.immersive]);
  });

  it('is read although a later version made it longer', () => {
    expect(readPoseMessage(new Uint8Array([...written(restingPose()), 9, 9]))?.body).toHaveLength(48);
  });

  it.each([
    ['too short', written(restingPose()).subarray(0, 57)],
    ['of another kind', written(restingPose()).fill(9, 0, 1)],
    ['nowhere', written(restingPose().fill(Number.NaN, 0, 1))],
    ['too far away', written(restingPose().fill(1e7, 2, 3))],
  ])('is refused when it is %s', (_, bytes) => {
    expect(readPoseMessage(bytes)).toBeUndefined();
  });

  it('survives anything that a stranger sends', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readPoseMessage(bytes)));
  });
});

describe('a frame', () => {
  const parts = fc.array(
    fc.record({
      number: fc.integer({ min: 0, max: 0xffff }),
      milliseconds: fc.integer({ min: 0, max: 0xffff }),
      body: fc.uint8Array({ minLength: 48, maxLength: 48 }),
    }),
    { maxLength: 40 },
  );
  const seen = (bytes: Uint8Array) => {
    const found: unknown[] = [];
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    eachInFrame(view, (number, milliseconds, body) =>
      found.push({ number, milliseconds, body: bytes.slice(body, body + 48) }),
    );
    return found;
  };

  it('has 16 bytes and 52 for each avatar, and comes back', () => {
    fc.assert(
      fc.property(parts, (avatars) => {
        const bytes = frame(avatars, 3, 4);
        expect(bytes).toHaveLength(16 + 52 * avatars.length);
        expect(seen(bytes)).toEqual(avatars);
      }),
    );
  });

  it('is read although a later version made avatars longer', () => {
    const short = frame([{ number: 5, milliseconds: 6, body: new Uint8Array(48).fill(7) }], 0, 0);
    const long = new Uint8Array([...short, 1, 2, 3, 4]);
    long[2] = 56;
    expect(seen(long)).toEqual(seen(short));
  });

  it('survives anything', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void seen(bytes)));
  });
});

describe('what is said in words', () => {
  it('passes over fields of a later version', () => {
    expect(FromPage.parse({ type: 'hello', version: 2, later: true })).toEqual({ type: 'hello', version: 2 });
  });

  it.each([
    [{ type: 'dance' }, 'hello or name'],
    [{ type: 'name', name: ' ' }, 'a text of 1 to 40 characters'],
    [{ type: 'name', name: 'x'.repeat(41) }, 'a text of 1 to 40 characters'],
    [{ type: 'hello', version: 'one' }, 'a whole number'],
  ])('refuses %j: must be %s', (message, fault) => {
    expect(FromPage.safeParse(message).error?.issues[0]?.message).toBe(fault);
  });

  it('has a shape for what servers say', () => {
    expect(ToPage.parse({ type: 'leave', id: 'a' })).toEqual({ type: 'leave', id: 'a' });
  });
});
