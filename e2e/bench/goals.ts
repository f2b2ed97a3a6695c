import { killed } from './killedGoal.ts';
import { failedOf, type Goal, highAtMost, lost, p, restoredOf, sumOf, told, wrong } from './measured.ts';
import { ours } from './planned.ts';
import { configurationScenarios } from './scenarios.ts';
import type { Trial } from './trial.ts';

const bytes = ['S8', 'S9', 'S10', ...configurationScenarios];
const underUsers = ['good', 'S1', 'S2', 'S3', 'S4', 'S11'];

const failedAtMost = (scenario: string, fault: string, half: number, most: number): Goal => ({
  name: 'G2',
  what: `failed requests: ${fault} p50 ≤ ${half}, p95 ≤ ${most}`,
  scenarios: [scenario],
  measure: (trials) => {
    const failed = trials.map(failedOf);
    const [middle, high] = [p(failed, 0.5), p(failed, 0.95)];
    return { text: `${told(middle, '')}, ${told(high, '')}`, isKept: middle <= half && high <= most };
  },
});

const goals: readonly Goal[] = [
  {
    name: 'G1',
    what: 'everything fails: bad for new connections p50 ≤ 4 s, p95 ≤ 8 s; on kept ones ≤ 10 s',
    scenarios: ['S1'],
    measure: (trials) => {
      const fresh = trials.map(({ badSeconds }) => badSeconds.new);
      const kept = Math.max(...trials.map(({ badSeconds }) => badSeconds.kept));
      const [half, most] = [p(fresh, 0.5), p(fresh, 0.95)];
      return {
        text: `${told(half, 's')}, ${told(most, 's')}; ${told(kept, 's')}`,
        isKept: half <= 4 && most <= 8 && kept <= 10,
      };
    },
  },
  failedAtMost('S1', 'everything fails', 10, 15),
  failedAtMost('S2', 'every fifth fails', 12, 20),
  {
    name: 'G3',
    what: 'crash, bad image, out of memory, refused configuration: no user fails',
    scenarios: ['S5', 'S7', 'S8', 'S9', 'S10'],
    measure: (trials) => ({
      text: `${trials.reduce((sum, trial) => sum + failedOf(trial), 0)} failed, ${wrong(trials)} not undone`,
      isKept: trials.every((trial) => failedOf(trial) === 0) && wrong(trials) === 0,
    }),
  },
  {
    name: 'G4',
    what: 'good releases undone: none, also where one answer in two hundred of both revisions fails',
    scenarios: ['good', 'goodWithErrors', 'killedGood', 'S11', 'S12', 'S13'],
    measure: (trials) => ({ text: `${wrong(trials)} of ${trials.length}`, isKept: wrong(trials) === 0 }),
  },
  {
    name: 'G5',
    what: 'bad releases missed: none at ≥ 20 % errors, at most one in twenty at 5 %, slowness found',
    scenarios: ['S1', 'S2', 'S3', 'S4'],
    measure: (trials) => ({
      text: `${wrong(trials)} of ${trials.length}`,
      isKept: wrong(trials) <= trials.filter(({ scenario }) => scenario === 'S3').length / 20,
    }),
  },
  {
    name: 'G5',
    what: 'half of the clients draw 45 frames a second instead of 72: the release stands still within 30 s of the first slow page',
    scenarios: ['S20'],
    measure: (trials) => {
      const seconds = trials.flatMap(({ more }) => more['secondsOfSlowFrames'] ?? []);
      const after = seconds.length > 0 ? `, p95 after ${told(p(seconds, 0.95), 's')}` : '';
      return {
        text: `${trials.length - wrong(trials)} of ${trials.length}${after}`,
        isKept: wrong(trials) === 0 && seconds.length === trials.length && p(seconds, 0.95) <= 30,
      };
    },
  },
  {
    name: 'G6',
    what: 'good release: all users within 120 s, no failed request, no stable socket lost',
    scenarios: ['good'],
    measure: (trials) => {
      const seconds = p(
        trials.map(({ verdictSeconds }) => verdictSeconds),
        0.95,
      );
      const failed = trials.reduce((sum, trial) => sum + failedOf(trial), 0);
      return {
        text: `p95 ${told(seconds, 's')}, ${failed} failed, ${lost(trials)} lost`,
        isKept: seconds <= 120 && failed === 0 && lost(trials) === 0,
      };
    },
  },
  {
    name: 'G7',
    what: 'a held release applied again every 5 s for 10 min: no pod starts, generation and conditions stay as they are',
    scenarios: ['S15'],
    measure: (trials) => {
      const of = (name: string) => sumOf(trials, name);
      const changes = ['podsStarted', 'generationChanged', 'conditionsChanged'].map(of);
      const [pods, generations, conditions] = changes;
      return {
        text: `applied ${of('appliedAgain')} times: ${pods} pods started, ${generations} generations, ${conditions} changes of conditions`,
        isKept: changes.every((count) => count === 0) && wrong(trials) === 0,
      };
    },
  },
  {
    name: 'G8',
    what: 'environment, whitelist, Secret, certificate, probes, resources: undone byte by byte',
    scenarios: bytes,
    measure: restoredOf,
  },
  killed,
  {
    name: 'G9',
    what: 'controller killed once while users fail: still undone',
    scenarios: ['S14'],
    measure: (trials) => ({
      text: `${trials.length - wrong(trials)} of ${trials.length}, ${told(p(trials.map(failedOf), 0.5), 'failed')}`,
      isKept: wrong(trials) === 0,
    }),
  },
  {
    name: 'G10',
    what: 'rollback: no stable socket lost, candidate sockets back p95 ≤ 2 s',
    scenarios: ['S1', 'S2', 'S3', 'S4'],
    measure: (trials) => {
      const back = trials.flatMap(({ sockets }) => sockets.backSeconds);
      if (back.length === 0) return undefined;
      const most = p(back, 0.95);
      return {
        text: `${lost(trials)} lost, ${back.length} back after ${told(most, 's')}`,
        isKept: lost(trials) === 0 && most <= 2,
      };
    },
  },
  {
    name: 'G11',
    what: 'without Prometheus good releases finish',
    scenarios: ['S11'],
    measure: (trials) => ({
      text: `${trials.length - wrong(trials)} of ${trials.length}`,
      isKept: wrong(trials) === 0,
    }),
  },
  {
    name: 'G12',
    what: 'a fault after promotion: restored within 10 s while the stable is warm',
    scenarios: ['S16'],
    measure: (trials) => {
      const most = Math.max(...trials.map(({ badSeconds }) => Math.max(badSeconds.new, badSeconds.kept)));
      return { text: told(most, 's'), isKept: most <= 10 };
    },
  },
  {
    name: 'G14',
    what: 'at most 40 API writes for a whole release',
    scenarios: ['S11', 'S1', 'S2'],
    measure: highAtMost(({ apiWrites }) => apiWrites, 40, 'writes'),
  },
  {
    name: 'G14',
    what: 'from shipping to the verdict at most 3 % of a core, both replicas together',
    scenarios: underUsers,
    measure: highAtMost(({ controllerCores }) => controllerCores && 100 * controllerCores, 3, '%'),
  },
  {
    name: 'G14',
    what: 'at most 60 MiB of memory for a replica, shared pages included',
    scenarios: underUsers,
    measure: highAtMost(({ controllerMiB }) => controllerMiB, 60, 'MiB'),
  },
  {
    name: 'Speed',
    what: 'from the verdict until no endpoint leads to the release: at most 300 ms',
    scenarios: ['S1', 'S2', 'S3', 'S4', 'S14', ...configurationScenarios],
    measure: highAtMost(({ cutMilliseconds }) => cutMilliseconds, 300, 'ms'),
  },
];

/** Goals that no trial can measure, and what holds them instead. */
const elsewhere: readonly (readonly string[])[] = [
  [
    'G13',
    'all words of four steps over good, bad, revert, retry, pause, scale, restart of the operator converge',
    '[tests](../../operator/src/rollout/next.words.test.ts) of every build',
    'by test',
  ],
];

/** What was measured of each goal by our own trials; a goal of which nothing was measured says so. */
export const goalRows = (trials: readonly Trial[]): readonly (readonly string[])[] => [
  ...goals.map(({ name, what, scenarios, beside = [], measure }) => {
    const of = (names: readonly string[]) =>
      trials.filter((one) => one.system === ours && names.includes(one.scenario));
    const own = of(scenarios);
    if (own.length === 0) return [name, what, 'not measured', '–'];
    const found = measure(own, of(beside));
    if (!found) return [name, what, 'not measured', '–'];
    return [name, what, `${found.text} (${own.length} trials)`, found.isKept ? 'yes' : '**no**'];
  }),
  ...elsewhere,
];
