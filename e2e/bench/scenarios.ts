import { setTimeout as sleep } from 'node:timers/promises';
import { faultyImage, goodImage } from '../harness/images.ts';
import { isSlow, type SocketEvent, type Sockets } from '../harness/sockets.ts';
import { appliedAgain } from './appliedAgain.ts';
import { killedThroughout } from './kills.ts';
import type { Switch } from './switch.ts';
import type { Change, Stand } from './system.ts';
import type { Trial } from './trial.ts';

/** What a scenario may do while its release is on the way. */
interface Meanwhile {
  readonly stand: Stand;
  readonly toggle: Switch;
  readonly sockets: Sockets;
  /** Number of the trial. */
  readonly trial: number;
  /** Seconds until the verdict must be there. */
  readonly patience: number;
}

export interface Scenario {
  readonly title: string;
  readonly expected: Trial['expected'];
  /** The only reason for which that is as expected; any unless said. */
  readonly expectedReason?: string;
  /** What users have before; nothing but the first image unless said. */
  readonly first?: (toggle: Switch) => Change;
  /** What is shipped in the trial of this number. */
  readonly change: (trial: number, toggle: Switch) => Change;
  /** Requests a second of users; 20 unless said. */
  readonly perSecond?: number;
  /** Pages with an open socket; 20 unless said. */
  readonly pages?: number;
  /** Seconds until the verdict must be there; 150 unless said. */
  readonly seconds?: number;
  /** Whether users stay until the release is not watched any more: it may be undone until then, and what it costs is all that it costs. */
  readonly isWatchedToTheEnd?: boolean;
  /** What was released may be what users have in the next trial; otherwise each trial begins with the first release. */
  readonly goesOn?: true;
  /** Runs beside the release; answers numbers of its own. */
  readonly meanwhile?: (with_: Meanwhile) => Promise<Readonly<Record<string, number>>>;
}

const bad = (title: string, image: string): Scenario => ({
  title,
  expected: 'Undone',
  change: () => ({ image }),
});

const switched = faultyImage('switched');
const withSwitch = ({ url }: Switch) => ({ image: switched, env: { SWITCH_URL: url } });

/** Good releases as different from each other as good releases are; the trial's number chooses. */
const goodChanges: readonly Change[] = [
  { image: goodImage },
  { env: { LOG_COLOURS: 'never' } },
  { memoryLimit: '640Mi' },
  { whitelist: ['res://vr_main.tscn', 'res://minimal_test.tscn'] },
  { image: goodImage, memoryLimit: '576Mi' },
  { image: goodImage, env: { GREETING: 'welcome' } },
];
/** The bake of releases of which nothing is measured but that they pass it. */
const bakeSeconds = 10;
const good = (trial: number): Change => ({ ...goodChanges[trial % goodChanges.length], bakeSeconds });
const goodRelease = {
  title: 'good',
  expected: 'Released',
  goesOn: true,
  change: good,
  isWatchedToTheEnd: true,
} as const satisfies Scenario;

/** What a bad release changes besides its image, one at a time: all of it is to be undone with it. */
const badWith: Readonly<Record<string, Change>> = {
  environment: { env: { GREETING: 'welcome' } },
  whitelist: { whitelist: ['res://vr_main.tscn', 'res://minimal_test.tscn'] },
  secret: { databaseQuery: 'keepalives_idle=60' },
  certificate: { tls: true },
  probes: { probeSeconds: 3 },
  resources: { memoryLimit: '640Mi' },
};
/** Names of the scenarios that change more than the image. */
export const configurationScenarios: readonly string[] = Object.keys(badWith);

const answers500 = faultyImage('answers500');
const badConfigurations = Object.entries(badWith).map(([what, change]): [string, Scenario] => [
  what,
  {
    title: `answers 500 to everything, and brings another ${what}`,
    expected: 'Undone',
    change: () => ({ ...change, image: answers500 }),
  },
]);

const failsNowAndThen = faultyImage('failsOneInTwoHundred');

/** S1 to S20, releases under kills, a bad release for each part of the configuration, and the sets of good releases, by name. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  S1: bad('answers 500 to everything', faultyImage('answers500')),
  S2: bad('answers 500 to every fifth request', faultyImage('failsOneInFive')),
  S3: bad('answers 500 to every twentieth request', faultyImage('failsOneInTwenty')),
  S4: bad('takes 400 ms longer for each answer', faultyImage('slow')),
  S5: bad('crashes at start', faultyImage('crashesAtStart')),
  S6: { ...bad('crashes after 30 s', faultyImage('crashesLate')), seconds: 200 },
  S7: bad('takes memory until the kernel ends it', faultyImage('outOfMemory')),
  S8: {
    title: 'ConfigMap that names a scene that is not there',
    expected: 'Undone',
    change: () => ({ whitelist: ['res://vr_main.tscn', 'res://not_there.tscn'] }),
  },
  S9: {
    title: 'Secret with a password that is wrong',
    expected: 'Undone',
    change: () => ({ databaseURL: 'postgres://spacetime:wrong@127.0.0.1:1/nowhere' }),
    seconds: 200,
  },
  S10: {
    title: 'whitelist under which no scene is left',
    expected: 'Undone',
    change: () => ({ blacklist: ['res://**'] }),
  },
  S11: {
    ...goodRelease,
    title: 'good, and no Prometheus',
    change: (trial) => ({ ...good(trial), bakeSeconds: 30 }),
  },
  S12: { ...goodRelease, title: 'good, and no users', perSecond: 0, seconds: 240 },
  S13: {
    ...goodRelease,
    title: 'good, and what both revisions need fails for 5 s',
    first: withSwitch,
    change: () => ({ bakeSeconds }),
    meanwhile: async ({ stand, toggle }) => {
      await stand.until('Canary', 120);
      await sleep(3000);
      toggle.set(true);
      await sleep(5000);
      toggle.set(false);
      return {};
    },
    seconds: 240,
  },
  S14: {
    ...bad('answers 500 to everything, and the controller is killed', faultyImage('answers500')),
    meanwhile: async ({ stand }) => {
      await stand.until('Canary', 120);
      await stand.killController();
      return {};
    },
  },
  S15: {
    ...bad('answers 500 to everything, and is applied again every 5 s', faultyImage('answers500')),
    meanwhile: async ({ stand }) => {
      await stand.until('Undone', 150);
      return appliedAgain(stand, 600);
    },
    seconds: 700,
  },
  S16: {
    title: 'begins to answer 500 when it has had all users for 20 s',
    expected: 'Undone',
    change: (_, toggle) => withSwitch(toggle),
    meanwhile: async ({ stand, toggle }) => {
      await stand.until('AllUsers', 200);
      await sleep(20_000);
      toggle.set(true);
      // A system that does not look any more would leave it so for ever.
      await stand.until('Undone', 60).catch(() => undefined);
      toggle.set(false);
      return {};
    },
    seconds: 300,
  },
  S17: {
    title: 'a bad release that a good one overtakes',
    expected: 'Released',
    change: () => ({ image: faultyImage('failsOneInTwenty') }),
    meanwhile: async ({ stand }) => {
      await stand.until('Canary', 120);
      await stand.ship({ image: goodImage });
      return {};
    },
    seconds: 240,
  },
  S18: {
    ...bad('answers 500 to everything, and is scaled while it is undone', faultyImage('answers500')),
    meanwhile: async ({ stand }) => {
      await stand.until('Undoing', 120);
      await stand.scale(6);
      return {};
    },
  },
  S19: {
    title: 'good, and what users have fails',
    expected: 'Released',
    first: withSwitch,
    change: () => ({ image: goodImage }),
    meanwhile: async ({ stand, toggle }) => {
      toggle.set(true);
      await stand.until('AllUsers', 200).finally(() => toggle.set(false));
      return {};
    },
    seconds: 240,
  },
  S20: {
    title: 'half of the clients draw 45 frames a second instead of 72; a canary of a minute stands still',
    // What only clients report holds a release, and never undoes one.
    expected: 'Undecided',
    expectedReason: 'FrameRate',
    change: () => ({ image: goodImage, canarySeconds: 60 }),
    // Five clients of the candidate have to report before their frames count.
    pages: 60,
    meanwhile: async ({ stand, sockets, patience }) => {
      const revision = await stand.trialRevision();
      sockets.slowDown(revision, 45);
      const heldAt = await stand.standsStill('FrameRate', patience).catch(() => undefined);
      return heldAt === undefined ? {} : slowFor(sockets.events, revision, heldAt);
    },
    // One that goes on has all users by then.
    seconds: 130,
  },
  killed: {
    ...bad('answers 500 to everything, and every leader of the controller is killed', answers500),
    meanwhile: ({ stand, trial, patience }) => killedThroughout(stand, trial, patience),
    seconds: 600,
  },
  killedGood: {
    ...goodRelease,
    title: 'good, and every leader of the controller is killed',
    meanwhile: ({ stand, trial, patience }) => killedThroughout(stand, trial, patience),
    seconds: 600,
  },
  good: goodRelease,
  goodWithErrors: {
    ...goodRelease,
    title: 'good, and of both revisions one answer in two hundred is 500',
    first: () => ({ image: failsNowAndThen }),
    change: () => ({ bakeSeconds }),
  },
  ...Object.fromEntries(badConfigurations),
};

/** Seconds from the first page that draws slowly on a revision until it stood still. */
function slowFor(
  events: readonly SocketEvent[],
  revision: string,
  heldAt: number,
): Readonly<Record<string, number>> {
  const first = events.find(
    (one) => one.kind === 'Opened' && one.revision === revision && isSlow(one.visitor),
  );
  return first ? { secondsOfSlowFrames: Math.max(0, heldAt - first.at) / 1000 } : {};
}
