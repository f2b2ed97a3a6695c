import type { System } from './system.ts';
import { isSound, type Trial } from './trial.ts';

/** What a run of the bench is to do. */
export interface Planned {
  /** Names of scenarios, in order. */
  readonly only: readonly string[];
  /** Name of the one system; all when absent. */
  readonly peer: string | undefined;
  /** Name of the one setting; all when absent. */
  readonly setting: string | undefined;
  /** Trials of a scenario under a system. */
  readonly trials: (scenario: string, system: string) => number;
}

const usualTrials = 5;
const goodTrials = { ours: 30, others: 10 };
const goodSets = ['good', 'goodWithErrors'];
/** What others are measured by as well. */
const shared = ['S1', 'S2', 'S4', 'S5', 'S8', 'S12', 'S13', 'S16', 'good', 'goodWithErrors'];
export const ours = 'SpaceTime';

/** Reads ONLY, PEER, SETTING and TRIALS. Throws a sentence that names the variable. */
export function planned(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Planned {
  const only = env['ONLY'] ? env['ONLY'].split(',').map((name) => name.trim()) : names;
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`ONLY names ${unknown}, but there are only ${names.join(', ')}.`);
  const asked = env['TRIALS'] === undefined || env['TRIALS'] === '' ? undefined : Number(env['TRIALS']);
  if (asked !== undefined && (!Number.isSafeInteger(asked) || asked < 1))
    throw new Error(`TRIALS is ${env['TRIALS']}, but must be a whole number from 1.`);
  return {
    only,
    peer: env['PEER'] || undefined,
    setting: env['SETTING'] || undefined,
    trials: (name, system) => {
      if (system !== ours && !shared.includes(name)) return 0;
      if (asked !== undefined) return asked;
      return goodSets.includes(name) ? goodTrials[system === ours ? 'ours' : 'others'] : usualTrials;
    },
  };
}

/** How many trials of a scenario need not be run again. */
export const done = (
  trials: readonly Trial[],
  { name, setting }: Pick<System, 'name' | 'setting'>,
  scenario: string,
): number =>
  trials.filter(
    (one) => one.system === name && one.setting === setting && one.scenario === scenario && isSound(one),
  ).length;
