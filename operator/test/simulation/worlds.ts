import type { World } from './world.ts';

export const always = (chance: number) => () => chance;

/** Both revisions fail alike; the candidate has a tenth of the users for a minute, and then half. */
const alike = (chance: (at: number) => number, more: Partial<World> = {}): World => ({
  stable: chance,
  candidate: chance,
  share: (at) => (at <= 60 ? 0.1 : 0.5),
  ...more,
});

/** Five seconds in which requests of both fail with this chance, right after the candidate got half of the users. */
const outage = (chance: number) => (at: number) => (at > 65 && at <= 70 ? chance : 0.005);
const day = (at: number) => 20 + 18 * Math.sin(at / 40);

/** Releases that are as good as what they replace: twenty requests a second, unless something else is said. */
export const good: readonly (readonly [string, World])[] = [
  ['0.2 % fail', alike(always(0.002))],
  ['0.5 % fail', alike(always(0.005))],
  ['1 % fail, a tenth of the users', alike(always(0.01), { share: always(0.1) })],
  ['1 % fail, half of the users', alike(always(0.01), { share: always(0.5) })],
  ['5 % fail', alike(always(0.05))],
  ['20 % fail', alike(always(0.2))],
  ['2 requests a second, 0.5 % fail', alike(always(0.005), { users: always(2) })],
  ['no users', alike(always(0.005), { users: always(0) })],
  ['users come and go, 1 % fail', alike(always(0.01), { users: day })],
  ['bursts of 3, 1 % fail', alike(always(0.01), { burst: 3 })],
  ['one client fails alone, each second', alike(always(0.002), { unlucky: 1 })],
  [
    'one client fails alone, each second, and stays with the candidate',
    alike(always(0.002), { unlucky: 1, sticks: true, clients: 20 }),
  ],
  ['shared outage of 5 s', alike(outage(1))],
  ['shared half outage of 5 s', alike(outage(0.5))],
];

const worse = (candidate: number, more: Partial<World> = {}): World => ({
  stable: always(0.002),
  candidate: always(candidate),
  ...more,
});

/** Releases that are worse: a fifth of twenty requests a second, unless something else is said. */
export const bad: readonly (readonly [string, World])[] = [
  ['100 % fail', worse(1)],
  ['20 % fail', worse(0.2)],
  ['5 % fail', worse(0.05)],
  ['2 % fail', worse(0.02)],
  ['100 %, 2 requests a second', worse(1, { users: always(2) })],
  ['20 %, without probes', worse(0.2, { pairs: 0 })],
  ['5 %, without probes', worse(0.05, { pairs: 0 })],
];
