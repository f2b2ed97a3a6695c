import fc from 'fast-check';
import { refusalOf, reportOf } from './report.ts';

const outcome = (n: number, result: 'Passed' | 'Failed' | 'Skipped', evidence: string) => ({
  name: `smoke.number${n}`,
  result,
  evidence,
  milliseconds: 12,
});

interface Report {
  readonly checks: readonly { readonly name: string; readonly evidence: string }[];
}
const evidenceIn = (text: string) => (JSON.parse(text) as Report).checks.map(({ evidence }) => evidence);

it('a report that fits is told in full', () => {
  const outcomes = [outcome(1, 'Passed', '200 in 3 ms'), outcome(2, 'Failed', 'GET / answered 500.')];
  expect(JSON.parse(reportOf(outcomes))).toEqual({ checks: outcomes });
});

it('evidence has at most 160 characters', () => {
  expect(evidenceIn(reportOf([outcome(1, 'Failed', 'x'.repeat(500))]))).toEqual([`${'x'.repeat(159)}…`]);
});

it('where it is too much, what failed is told in full and the rest is cut', () => {
  const many = Array.from({ length: 20 }, (_, n) => outcome(n, 'Passed', 'ä'.repeat(160)));
  const told = evidenceIn(reportOf([...many, outcome(20, 'Failed', 'y'.repeat(160))]));
  expect(told.at(-1)).toBe('y'.repeat(160));
  expect(told[0]).toMatch(/^ä{3,}…$/);
});

it('a report of as many checks as a release has rows always fits into a termination message, and names them all', () => {
  const anyOutcome = fc.record({
    result: fc.constantFrom('Passed' as const, 'Failed' as const, 'Skipped' as const),
    evidence: fc.string({ maxLength: 400, unit: 'grapheme' }),
  });
  fc.assert(
    fc.property(fc.array(anyOutcome, { maxLength: 24 }), (all) => {
      const text = reportOf(all.map(({ result, evidence }, n) => outcome(n, result, evidence)));
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096);
      expect((JSON.parse(text) as Report).checks).toHaveLength(all.length);
    }),
  );
});

it('what could not run is one sentence', () => {
  expect(JSON.parse(refusalOf('CHECK_SPEC must be JSON.'))).toEqual({ error: 'CHECK_SPEC must be JSON.' });
});
