import fc from 'fast-check';
import { aLook, anSla, counts, probed } from '../../../test/aLook.ts';
import { after } from '../../../test/builders.ts';
import type { Batch } from './batch.ts';
import { logFactorial, logRatios } from './evidence/hypergeometric.ts';
import { noPairs, paired } from './evidence/pairs.ts';
import { logE, noSums, observed, type Sums } from './evidence/sums.ts';
import { judge } from './judge.ts';
import { emptyRecord, fold, type JudgeRecord } from './record.ts';
import { absoluteLogE } from './worse.ts';

const test = { tolerated: 1.5, mostInOneLook: 1.4 };
const { exp } = Math;
const choose = (n: number, k: number) => exp(logFactorial(n) - logFactorial(k) - logFactorial(n - k));

/** Every number of hits that the candidate can have of `hits` in all, with its chance at the odds ratio `psi`. */
function tables(candidate: number, stable: number, hits: number, psi: number) {
  const fewest = Math.max(0, hits - stable);
  const most = Math.min(hits, candidate);
  const all = Array.from({ length: most - fewest + 1 }, (_, i) => {
    const x = fewest + i;
    return { x, weight: choose(candidate, x) * choose(stable, hits - x) * psi ** x };
  });
  const sum = all.reduce((total, { weight }) => total + weight, 0);
  return all.map(({ x, weight }) => ({ x, chance: weight / sum }));
}

const margins = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 2, max: 12 }))
  .chain(([candidate, stable]) =>
    fc.record({
      candidate: fc.constant(candidate),
      stable: fc.constant(stable),
      hits: fc.integer({ min: 0, max: candidate + stable }),
    }),
  );
type Margins = typeof margins extends fc.Arbitrary<infer T> ? T : never;
const table = ({ candidate, stable, hits }: Margins, x: number) => ({
  candidate: { hits: x, of: candidate },
  stable: { hits: hits - x, of: stable },
});

describe('among candidates that are no worse, the evidence is on average', () => {
  const psi = fc.constantFrom(0.1, 0.5, 1, 1.2, 1.5);

  it('at most one after one look', () => {
    fc.assert(
      fc.property(margins, psi, (all, ratio) => {
        const mean = tables(all.candidate, all.stable, all.hits, ratio).reduce(
          (sum, { x, chance }) => sum + chance * exp(logE(observed(noSums, table(all, x), test))),
          0,
        );
        expect(mean).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it('at most one after two, though what the second may add depends on the first', () => {
    fc.assert(
      fc.property(margins, margins, psi, (first, second, ratio) => {
        let mean = 0;
        for (const one of tables(first.candidate, first.stable, first.hits, ratio)) {
          const sums = observed(noSums, table(first, one.x), test);
          for (const two of tables(second.candidate, second.stable, second.hits, ratio))
            mean += one.chance * two.chance * exp(logE(observed(sums, table(second, two.x), test)));
        }
        expect(mean).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it('the same whichever revision is called the candidate, where both are alike', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 0, max: 24 }), (of, some) => {
        const all = { candidate: of, stable: of, hits: Math.min(some, 2 * of) };
        const mean = (swapped: boolean) =>
          tables(of, of, all.hits, 1).reduce((sum, { x, chance }) => {
            const { candidate, stable } = table(all, x);
            const look = swapped ? { candidate: stable, stable: candidate } : { candidate, stable };
            return sum + chance * exp(logE(observed(noSums, look, test)));
          }, 0);
        expect(mean(true)).toBeCloseTo(mean(false), 9);
      }),
    );
  });

  it('at most one of paired probes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.constantFrom(0.1, 0.5, 0.55), (differing, chance) => {
        let mean = 0;
        for (let x = 0; x <= differing; x++) {
          const pairs = probed(differing, { onlyCandidateFailed: x, onlyStableFailed: differing - x });
          mean +=
            choose(differing, x) *
            chance ** x *
            (1 - chance) ** (differing - x) *
            exp(logE(paired(noPairs, pairs, false)));
        }
        expect(mean).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it('at most one of the absolute bound', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.constantFrom(0, 0.3, 1), (of, part) => {
        const chance = 0.05 * part;
        let mean = 0;
        for (let x = 0; x <= of; x++)
          mean +=
            choose(of, x) * chance ** x * (1 - chance) ** (of - x) * exp(absoluteLogE({ hits: x, of }, 5));
        expect(mean).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});

const look = fc.record({
  stable: fc.integer({ min: 0, max: 40 }),
  candidate: fc.integer({ min: 0, max: 40 }),
  stableFails: fc.double({ min: 0, max: 1, noNaN: true }),
  candidateFails: fc.double({ min: 0, max: 1, noNaN: true }),
});
type Told = typeof look extends fc.Arbitrary<infer T> ? T : never;
const batch = ({ stable, candidate, stableFails, candidateFails }: Told, at: number, more = 0): Batch =>
  aLook(at, {
    stable: counts(stable, { errors: Math.round(stable * stableFails) }),
    candidate: counts(candidate, {
      errors: Math.min(candidate, Math.round(candidate * candidateFails) + more),
    }),
  });

it('one more failure of the candidate never lowers the evidence of a look', () => {
  fc.assert(
    fc.property(margins, fc.nat(), (all, some) => {
      const possible = tables(all.candidate, all.stable, all.hits, 1).map(({ x }) => x);
      const x = possible[some % possible.length] ?? 0;
      if (x + 1 > all.candidate) return;
      const more = {
        candidate: { hits: x + 1, of: all.candidate },
        stable: { hits: all.hits - x, of: all.stable },
      };
      expect(logE(observed(noSums, more, test))).toBeGreaterThanOrEqual(
        logE(observed(noSums, table(all, x), test)) - 1e-9,
      );
    }),
  );
});

it('one more failure of the candidate never lowers the evidence of a release', () => {
  fc.assert(
    fc.property(fc.array(look, { minLength: 1, maxLength: 30 }), fc.nat(), (looks, some) => {
      const worse = some % looks.length;
      const evidence = (more: number) =>
        logE(
          looks.reduce(
            (record, told, i) => fold(record, batch(told, i + 1, i === worse ? more : 0)),
            emptyRecord,
          ).measures.errors,
        );
      expect(evidence(1)).toBeGreaterThanOrEqual(evidence(0) - 1e-9);
    }),
  );
});

it('revisions that fail alike are never told apart', () => {
  fc.assert(
    fc.property(fc.array(look, { minLength: 1, maxLength: 120 }), (looks) => {
      let record: JudgeRecord = emptyRecord;
      for (const [i, told] of looks.entries()) {
        const same = counts(told.stable, { errors: Math.round(told.stable * told.stableFails) });
        const failed = Math.round(6 * told.stableFails);
        record = fold(
          record,
          aLook(i + 1, { stable: same, candidate: same, probes: probed(6, { bothFailed: failed }) }),
        );
        expect(judge(record, anSla(), after(i + 1)).name).not.toBe('RollBack');
      }
    }),
  );
});

it('whatever is counted, the evidence is a number and so is all that is said', () => {
  const any = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.constantFrom(Number.NaN, Infinity, -Infinity, -1, 1e300, 0.5),
  );
  const arm = fc.record({ requests: any, errors: any, sceneFailures: any, clients: any, memoryBytes: any });
  fc.assert(
    fc.property(
      fc.array(fc.record({ stable: arm, candidate: arm, failed: any, pairs: any, isCut: fc.boolean() }), {
        maxLength: 20,
      }),
      (looks) => {
        let record: JudgeRecord = emptyRecord;
        for (const [i, { stable, candidate, failed, pairs, isCut }] of looks.entries()) {
          record = fold(
            record,
            aLook(i + 1, {
              isCut,
              stable: { ...counts(1), ...stable },
              candidate: { ...counts(1), ...candidate },
              probes: probed(pairs, { onlyCandidateFailed: failed }),
            }),
          );
          expect(judge(record, anSla(), after(i + 1)).message).not.toContain('NaN');
        }
        const all: readonly Sums[] = [...Object.values(record.measures), record.probes];
        expect(all.map(logE).filter((value) => !Number.isFinite(value))).toEqual([]);
      },
    ),
  );
});

it('large tables are judged in a moment, and as small ones are', () => {
  const [many] = logRatios({ candidate: { hits: 5e5, of: 1e6 }, stable: { hits: 5e5, of: 1e6 } }, 1.5, [2]);
  expect(many).toBeLessThan(-1000);
  const [few] = logRatios({ candidate: { hits: 2, of: 3 }, stable: { hits: 1, of: 5 } }, 1, [2]);
  // By hand: P(2 of 3) at odds 2 over at odds 1 is 4·Σ C(3,j)C(5,3−j) / Σ C(3,j)C(5,3−j)2ʲ = 4·56 / (10 + 60 + 60 + 8).
  expect(few).toBeCloseTo(Math.log((4 * 56) / 138), 12);
});
