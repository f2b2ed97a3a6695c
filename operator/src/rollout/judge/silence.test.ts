import { aLook, anSla, counts, judged } from '../../../test/aLook.ts';
import { after } from '../../../test/builders.ts';
import type { Batch } from './batch.ts';
import { judge } from './judge.ts';
import { emptyRecord, fold } from './record.ts';

type Look = (at: number) => Partial<Omit<Batch, 'at'>>;
const verdictOf = (looks: number, look: Look) => judged(looks, look).verdict.name;

describe('silence', () => {
  const nobody = counts(0, { heard: 0 });

  it.each([
    ['candidate', 'CandidateSilent', { candidate: nobody }],
    ['stable', 'JudgeBlind', { stable: nobody }],
    ['stable', 'JudgeBlind', { stable: nobody, candidate: nobody }],
  ] as const)('of the %s holds a release: %s', (arm, reason, look) => {
    const since =
      (at: number): Look =>
      (now) =>
        now > at ? look : {};
    expect(verdictOf(15, since(10))).toBe('Continue');
    expect(judged(16, since(10)).verdict).toEqual({
      name: 'Hold',
      reason,
      message: `The ${arm}'s metrics were not heard for 5 s.`,
    });
    expect(verdictOf(16, (at) => (at > 10 && at < 16 ? look : {}))).toBe('Continue');
  });

  describe('that comes and goes', () => {
    /** Verdicts of a candidate that is heard for so many seconds after each silence of seven. */
    const verdicts = (looks: number, heard: number) => {
      const isGone = (at: number) => at > 20 && (at - 20) % (7 + heard) < 7;
      let record = emptyRecord;
      return Array.from({ length: looks }, (_, i) => {
        record = fold(record, aLook(i + 1, isGone(i + 1) ? { candidate: nobody } : {}));
        return judge(record, anSla(), after(i + 1)).name;
      });
    };
    const changes = (all: readonly string[]) => all.filter((name, i) => i > 0 && name !== all[i - 1]).length;

    it('holds a release until the candidate was heard for ten seconds without a gap', () => {
      const all = verdicts(100, 1000);
      expect(all.indexOf('Hold')).toBe(25);
      expect(all.lastIndexOf('Hold')).toBe(35);
      expect(changes(all)).toBe(2);
    });

    it('holds it longer each time, so that users do not come and go', () => {
      expect(changes(verdicts(600, 3))).toBe(1);
      expect(changes(verdicts(600, 15))).toBeLessThanOrEqual(3);
      expect(changes(verdicts(3600, 60))).toBeLessThanOrEqual(9);
    });
  });

  it('from the beginning holds it', () => {
    expect(verdictOf(1, () => ({ candidate: nobody }))).toBe('Hold');
  });

  it('does not take back what was seen before', () => {
    const { record } = judged(5, () => ({ candidate: counts(5, { errors: 5 }) }));
    expect(judge(record, anSla(), after(600)).name).toBe('RollBack');
  });
});
