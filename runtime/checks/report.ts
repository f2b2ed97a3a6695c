import type { Outcome } from './run.ts';

/** What Kubernetes keeps of a termination message: 4096 bytes. */
const mostBytes = 4096;
const longest = 160;
const lengths = [longest, 120, 100, 80, 60, 40, 20, 0];

/**
 * The outcomes as JSON that fits into a termination message. Evidence has at most 160 characters; where the sum is too long, what
 * has not failed says less first, then all.
 */
export function reportOf(outcomes: readonly Outcome[]): string {
  const tries = [
    ...lengths.map((most) => written(outcomes, ({ result }) => (result === 'Failed' ? longest : most))),
    ...lengths.map((most) => written(outcomes, () => most)),
  ];
  return tries.find(fits) ?? refusalOf('There are too many checks to tell of.');
}

/** The report of a program that could not run. */
export const refusalOf = (sentence: string): string => JSON.stringify({ error: shortened(sentence, 1000) });

const fits = (text: string) => Buffer.byteLength(text) <= mostBytes;

const written = (outcomes: readonly Outcome[], most: (outcome: Outcome) => number): string =>
  JSON.stringify({
    checks: outcomes.map((outcome) => ({ ...outcome, evidence: shortened(outcome.evidence, most(outcome)) })),
  });

const shortened = (text: string, most: number) =>
  text.length > most ? `${text.slice(0, Math.max(0, most - 1))}…` : text;
