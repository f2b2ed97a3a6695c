import type { Facts } from './facts.ts';

/** When a line is answered: before users get a release, while it bakes, after it, in a drill, or by people. `n/a`: never. */
export type Stage = 'before' | 'bakes' | 'after' | 'drill' | 'people' | 'n/a';

/** What a look has shown of a line. `NotRun`: it was to be asked and could not be, for the reason that the evidence says. */
export interface Look {
  readonly result: 'Passed' | 'Failed' | 'NotRun';
  readonly evidence: string;
}

/** Judges a line by the facts; undefined while what it stands on has not been seen. */
export type Ask = (facts: Facts) => Look | undefined;

/** What is said of a line, before it has its place. */
interface Told {
  /** Stable name: attestations and waivers call it so. At most 40 characters. */
  readonly check: string;
  /** The words of the production checklist. */
  readonly title: string;
  /** How it is checked, or, where nobody can, why. */
  readonly how: string;
}

type Answered =
  | { readonly by: 'machine'; readonly ask: Ask }
  /** A machine may know it too: a field of the spec that is filled in, or an object that is there. */
  | { readonly by: 'people'; readonly ask?: Ask }
  | { readonly by: 'nobody' };

/** A line of the production checklist. */
export type Line = Told & Answered & { readonly section: string; readonly stage: Stage };
type Placeless = Told & Answered;

/** A line that facts alone decide. */
export const machine = (check: string, title: string, how: string, ask: Ask): Placeless => ({
  check,
  title,
  how,
  by: 'machine',
  ask,
});

/** A line that people vouch for, unless `ask` finds that it is so. */
export const people = (check: string, title: string, how: string, ask?: Ask): Placeless => ({
  check,
  title,
  how,
  by: 'people',
  ...(ask && { ask }),
});

/** A line that nothing here can answer. It is listed with the reason, and is outside of the percentage. */
export const nobody = (check: string, title: string, why: string): Placeless => ({
  check,
  title,
  how: why,
  by: 'nobody',
});

/** Lines at their place. What people answer has a stage of its own, and what nobody answers has none. */
export const linesOf = (
  section: string,
  stage: 'before' | 'bakes' | 'after' | 'drill',
  lines: readonly Placeless[],
): readonly Line[] => lines.map((line) => ({ ...line, section, stage: stageOf(line, stage) }));

const stageOf = ({ by }: Placeless, stage: Stage): Stage =>
  ({ machine: stage, people: 'people' as const, nobody: 'n/a' as const })[by];

export const passed = (evidence: string): Look => ({ result: 'Passed', evidence });
export const failed = (evidence: string): Look => ({ result: 'Failed', evidence });
export const notRun = (evidence: string): Look => ({ result: 'NotRun', evidence });

/** Passes with the first sentence where it holds, else fails with the second. */
export const holds = (isSo: boolean, evidence: string, otherwise: string): Look =>
  isSo ? passed(evidence) : failed(otherwise);

/** Passes with the first where all of them do; else what is wrong, or not known, is told. */
export const all =
  (...asks: readonly [Ask, ...Ask[]]): Ask =>
  (facts) => {
    const looks = asks.map((ask) => ask(facts));
    const bad =
      looks.find((look) => look?.result === 'Failed') ?? looks.find((look) => look?.result === 'NotRun');
    return bad ?? (looks.includes(undefined) ? undefined : looks[0]);
  };
