import { at, type Pose, restingPose } from '../../shared/presence/pose.ts';
import { bodyBytes, writeBody } from '../../shared/presence/poseBody.ts';
import { motion } from './motion.ts';

const body = (x: number, jumps = 0) => {
  const pose = restingPose();
  pose[at.root] = x;
  pose[at.flags] = jumps << 12;
  const view = new DataView(new ArrayBuffer(bodyBytes));
  writeBody(pose, view, 0);
  return view;
};
const x = (pose: Pose | undefined) => pose?.[at.root];

describe('the motion of somebody else', () => {
  it('is unknown before the first pose, and is that pose then', () => {
    const other = motion();
    expect(other.now(0)).toBeUndefined();
    other.take(body(3), 0, 60_000, 1000);
    expect([x(other.now(1000)), x(other.now(99_999))]).toEqual([3, 3]);
  });

  it('goes straight from pose to pose, a moment later, also when they come unevenly', () => {
    const other = motion();
    const late = [0, 30, 5, 45, 10, 0, 20, 40, 0, 15];
    // The other clock goes over its end meanwhile; the other moves two metres a second.
    for (const [n, delay] of late.entries())
      other.take(body(n * 0.1), 0, (65_400 + n * 50) % 65_536, 1000 + n * 50 + delay);
    for (let now = 1270; now <= 1430; now += 10)
      expect(Math.abs((x(other.now(now)) ?? 0) - (now - 1000 - 120) * 0.002)).toBeLessThan(0.01);
  });

  it('stands still until just before it moves again', () => {
    const other = motion();
    other.take(body(0), 0, 0, 1000);
    other.take(body(1), 0, 10_000, 11_000);
    expect(x(other.now(11_000 + 120 - 60))).toBe(0);
    expect(x(other.now(11_000 + 120 - 25))).toBeCloseTo(0.5, 5);
    expect(x(other.now(11_000 + 120))).toBe(1);
  });

  it('does not pass what lies between when the visitor jumped', () => {
    const other = motion();
    other.take(body(0), 0, 0, 1000);
    other.take(body(9, 1), 0, 50, 1050);
    expect([x(other.now(1050 + 110)), x(other.now(1050 + 120))]).toEqual([0, 9]);
  });

  it('finds its time again when the way gets longer or the other clock starts anew', () => {
    const other = motion();
    for (let n = 0; n < 100; n++) other.take(body(n), 0, n * 50, 1000 + n * 50);
    for (let n = 0; n < 5; n++) other.take(body(500 + n), 0, 3 + n * 50, 90_000 + n * 50);
    expect(x(other.now(90_200 + 120))).toBe(504);
  });

  it('turns the shorter way', () => {
    const other = motion();
    const turned = (degrees: number) => {
      const view = body(0);
      const pose = restingPose();
      pose[at.yaw] = (degrees * Math.PI) / 180;
      writeBody(pose, view, 0);
      return view;
    };
    other.take(turned(350), 0, 0, 1000);
    other.take(turned(10), 0, 50, 1050);
    expect(Math.cos(other.now(1025 + 120)?.[at.yaw] ?? Number.NaN)).toBeCloseTo(1, 4);
  });
});
