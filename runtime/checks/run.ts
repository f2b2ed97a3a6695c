import { type Check, type Group, groups, Skipped, type Surroundings } from './check.ts';
import { within } from './waiting.ts';

const graceMilliseconds = 1000;

/** What came of a check. */
export interface Outcome {
  readonly name: string;
  readonly result: 'Passed' | 'Failed' | 'Skipped';
  /** What was found, in one line. */
  readonly evidence: string;
  readonly milliseconds: number;
}

/** All that checks share; each gets a signal of its own. */
export type Shared = Omit<Surroundings, 'signal' | 'access'> & {
  readonly access: (world: Surroundings['world']) => ReturnType<Surroundings['access']>;
};

/**
 * Runs checks one after another, group by group, and leaves out groups that are disabled. The checks of a group share its time.
 * Never rejects: a check that throws has failed. `tell` hears of each as it ends.
 */
export async function run(
  checks: readonly Check[],
  shared: Shared,
  tell: (outcome: Outcome) => void,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const group of groups) {
    const { mode, timeoutSeconds } = shared.spec[group];
    if (mode === 'Disabled') continue;
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    // A check that ends in time says better what it waited for.
    const over = AbortSignal.timeout(timeoutSeconds * 1000 + graceMilliseconds);
    const [preview, world] = [shared.preview.until(signal), shared.world.until(signal)];
    const around = { ...shared, preview, world, access: () => shared.access(world), signal };
    for (const check of checks.filter((one) => groupOf(one) === group)) {
      const late = `It did not end within the ${timeoutSeconds} s of ${group}.`;
      const outcome = await ask(check, around, { over, late });
      outcomes.push(outcome);
      tell(outcome);
    }
  }
  return outcomes;
}

const groupOf = ({ name }: Check): Group => name.split('.')[0] as Group;

interface End {
  readonly over: AbortSignal;
  /** What is said of a check that has not ended by then. */
  readonly late: string;
}

async function ask(check: Check, around: Surroundings, end: End): Promise<Outcome> {
  const began = performance.now();
  const outcome = await resultOf(check, around, end);
  const evidence = outcome.evidence.replaceAll(/\s+/g, ' ').trim();
  return { name: check.name, ...outcome, evidence, milliseconds: Math.round(performance.now() - began) };
}

async function resultOf(
  check: Check,
  around: Surroundings,
  { over, late }: End,
): Promise<Pick<Outcome, 'result' | 'evidence'>> {
  try {
    const asked = check.ask(around);
    return { result: 'Passed', evidence: await within(over, asked, () => late) };
  } catch (error) {
    if (error instanceof Skipped) return { result: 'Skipped', evidence: error.message };
    const { name, message } = error as Error;
    return { result: 'Failed', evidence: name === 'AbortError' ? late : message };
  }
}
