import { phases } from '../../operator/src/api/status/phases.ts';
import { failedOf, type Goal, p, sumOf, told, wrong } from './measured.ts';
import type { Trial } from './trial.ts';

/** G9, in two scenarios: what a controller leaves behind that is killed again and again. */
export const killed: Goal = {
  name: 'G9',
  what: 'each leader of the controller killed at a random moment, 100 times: every release ends as it would, never two leaders or two stable revisions, never an empty Service, no user fails more, another leads within 5 s',
  scenarios: ['killed', 'killedGood'],
  beside: ['S1'],
  measure: (trials, unharmed) => {
    const kills = sumOf(trials, 'kills');
    const empty = sumOf(trials, 'emptyEndpoints');
    const double = trials.reduce((sum, trial) => sum + doubles(trial), 0);
    const wait = Math.max(...trials.map(({ more }) => more['mostSecondsWithoutLeader'] ?? 0));
    const [bad, good] = ['killed', 'killedGood'].map((name) => trials.filter((one) => one.scenario === name));
    const [failed, usual] = [halfOf(bad ?? []), halfOf(unharmed)];
    const ofGood = (good ?? []).reduce((sum, trial) => sum + failedOf(trial), 0);
    return {
      text: [
        `${kills} kills (${inPhases(trials)})`,
        `${trials.length - wrong(trials)} of ${trials.length} ended as they would`,
        `bad: p50 ${failed ?? '–'} failed, without kills ${usual ?? '–'}`,
        `good: ${ofGood} failed`,
        `empty ${empty} times, two ${double} times`,
        `without a leader for at most ${told(wait, 's')}`,
      ].join('; '),
      isKept:
        kills >= 100 &&
        wrong(trials) + empty + double + ofGood === 0 &&
        (failed ?? 0) <= (usual ?? 0) &&
        wait <= 5,
    };
  },
};

const halfOf = (trials: readonly Trial[]): number | undefined =>
  trials.length > 0 ? p(trials.map(failedOf), 0.5) : undefined;

/** Moments at which two were what only one may be; a good release changes the stable revision once. */
function doubles({ more, verdict }: Trial): number {
  const [leaders = 0, called = 0, back = 0, changes = 0] = [
    'twoWriters',
    'twoStable',
    'ledBack',
    'stableChanges',
  ].map((name) => more[name]);
  return leaders + called + back + Math.max(0, changes - (verdict === 'Released' ? 1 : 0));
}

const inPhases = (trials: readonly Trial[]): string =>
  phases
    .map((phase) => ({ phase, kills: sumOf(trials, `killsIn${phase}`) }))
    .filter(({ kills }) => kills > 0)
    .map(({ phase, kills }) => `${phase} ${kills}`)
    .join(', ');
