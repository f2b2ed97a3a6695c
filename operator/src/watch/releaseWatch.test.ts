import { pino } from 'pino';
import { aPodServer, metricsPage } from '../../test/aPodServer.ts';
import { baking, canary, checking, compared, preparing } from '../../test/aRollout.ts';
import { after, aHold, aPod, aSpec, revisions } from '../../test/builders.ts';
import { eventually } from '../../test/eventually.ts';
import { type FakeClock, fakeClock } from '../../test/fakeClock.ts';
import type { Pod } from '../kube/types.ts';
import { emptyRecord } from '../rollout/judge/record.ts';
import type { Watchable } from '../rollout/roles.ts';
import type { Answer, Question } from './podHttp.ts';
import { type ReleaseWatch, releaseWatch } from './releaseWatch.ts';
import { stableSla } from './slaOf.ts';

const { a, b, c } = revisions;
const key = 'worlds/plaza';

/** A watch over one ready pod of each revision, of which the test says how they answer. */
function aWatch(answer: (pod: Pod, question: Question) => Partial<Answer> | undefined = () => undefined) {
  const clock: FakeClock = fakeClock();
  const looks: string[] = [];
  const pods = new Map<string, Pod[]>([a, b, c].map((name) => [name, [aPod({ name, revision: name })]]));
  const { ask, asked } = aPodServer(answer);
  const watch: ReleaseWatch = releaseWatch({
    ask,
    podsOf: (_, revision) => pods.get(revision) ?? [],
    clock,
    log: pino({ level: 'silent' }),
    onLook: (world) => looks.push(world),
  });
  return {
    watch,
    clock,
    pods,
    looks,
    asked,
    follow: (trial: Watchable) => watch.follow(key, { trial, spec: aSpec(), token: 'token' }, emptyRecord),
    /** Lets a second pass and waits for what is seen in it. */
    nextLook: async () => {
      const count = looks.length + 1;
      await clock.until(1000);
      clock.advance(1000);
      await eventually(() => looks.length, count);
    },
  };
}

const good = (pod: Pod, { path, token }: Question): Partial<Answer> => ({
  status: path.startsWith('/api/') && !token ? 401 : 200,
  headers: {
    'x-spacetime-revision': pod.metadata.name,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  },
  text: path === '/metrics' ? metricsPage({}) : '',
});

it('looks at once and then each second, and tells each time', async () => {
  const { follow, looks, nextLook, watch } = aWatch();
  follow(preparing);
  await eventually(() => looks, [key]);
  await nextLook();
  await nextLook();
  expect(looks).toEqual([key, key, key]);
  watch.stop();
});

it('folds what both revisions counted between the looks', async () => {
  let look = 0;
  const { follow, watch, nextLook, looks } = aWatch((pod, { path }) =>
    path === '/metrics'
      ? {
          text: metricsPage(
            pod.metadata.name === b ? { requests: 5 * look, errors: 5 * look } : { requests: 15 * look },
          ),
        }
      : undefined,
  );
  follow(canary);
  await eventually(() => looks.length, 1);
  for (look = 1; look <= 3; look++) await nextLook();
  expect(watch.seen(key, canary)?.record).toMatchObject({
    measures: {
      errors: { seen: { stable: { of: 45, hits: 0 }, candidate: { of: 15, hits: 15 } }, badLooks: 3 },
    },
    probes: { seen: { candidate: { of: 24 } } },
  });
  watch.stop();
});

it('asks no pod that is not ready', async () => {
  const { follow, pods, asked, looks, watch } = aWatch();
  pods.set(b, [aPod({ name: b, revision: b, ready: false })]);
  follow(checking);
  await eventually(() => looks.length, 1);
  expect(asked.map(({ pod }) => pod)).not.toContain(b);
  expect(watch.seen(key, checking)).toMatchObject({
    checked: { result: 'Pending' },
    record: { heardAt: { candidate: 0 } },
  });
  watch.stop();
});

describe('the smoke check', () => {
  it('is asked in Checking, until it was passed once', async () => {
    const { follow, watch, nextLook, looks, asked } = aWatch(good);
    const smokes = () => asked.filter(({ path, pod }) => path === '/health' && pod === b).length;
    follow(preparing);
    await eventually(() => looks.length, 1);
    expect(smokes()).toBe(0);
    follow(checking);
    await nextLook();
    expect(watch.seen(key, checking)?.checked).toEqual({ result: 'Passed' });
    await nextLook();
    expect(smokes()).toBe(1);
    watch.stop();
  });

  it('fails when it failed three times', async () => {
    const { follow, watch, nextLook, looks } = aWatch((pod, question) =>
      question.path === '/health' && pod.metadata.name === b ? { status: 503 } : good(pod, question),
    );
    follow(checking);
    await eventually(() => looks.length, 1);
    await nextLook();
    expect(watch.seen(key, checking)?.checked).toEqual({ result: 'Pending' });
    await nextLook();
    expect(watch.seen(key, checking)?.checked).toMatchObject({ result: 'Failed' });
    watch.stop();
  });

  it('passes when it failed once and then did not', async () => {
    let fails = true;
    const { follow, watch, nextLook, looks } = aWatch((pod, question) =>
      question.path === '/health' && fails ? { status: 503 } : good(pod, question),
    );
    follow(checking);
    await eventually(() => looks.length, 1);
    fails = false;
    await nextLook();
    expect(watch.seen(key, checking)?.checked).toEqual({ result: 'Passed' });
    watch.stop();
  });
});

describe('a release', () => {
  it('that goes into its next phase is watched on', async () => {
    const { follow, watch, nextLook, looks } = aWatch();
    follow(preparing);
    await eventually(() => looks.length, 1);
    follow(canary);
    await nextLook();
    expect(watch.seen(key, canary)?.record.probes.seen.candidate.of).toBe(12);
    watch.stop();
  });

  it('is compared with the past while one revision has all users, and in the same seconds where both have some', async () => {
    let look = 1;
    const { follow, watch, nextLook, looks } = aWatch((_, { path }) =>
      path === '/metrics' ? { text: metricsPage({ requests: 9 * look }) } : undefined,
    );
    follow(baking);
    await eventually(() => looks.length, 1);
    expect(watch.seen(key, baking)?.record.isCut).toBe(true);
    look = 2;
    follow(compared);
    await nextLook();
    expect(watch.seen(key, compared)?.record.isCut).toBe(false);
    watch.stop();
  });

  it.each<[string, Watchable]>([
    ['of another revision', { ...canary, candidate: c }],
    ['that is tried again', { ...canary, startedAt: after(60).toISOString() }],
  ])('%s begins with nothing', async (_, other) => {
    const { follow, watch, looks } = aWatch();
    follow(canary);
    await eventually(() => looks.length, 1);
    expect(watch.seen(key, other)).toBeUndefined();
    follow(other);
    expect(watch.seen(key, canary)).toBeUndefined();
    expect(watch.seen(key, other)?.record).toEqual(emptyRecord);
    await eventually(() => looks.length, 2);
    watch.stop();
  });

  it('that is over is not looked at again', async () => {
    const { follow, watch, looks, asked } = aWatch();
    follow(canary);
    await eventually(() => looks.length, 1);
    watch.forget(key);
    const before = asked.length;
    expect(watch.seen(key, canary)).toBeUndefined();
    await new Promise((turn) => setImmediate(turn));
    expect([asked.length, looks.length]).toEqual([before, 1]);
  });

  it('is looked at again after a look that failed', async () => {
    let fails = true;
    const { follow, watch, nextLook, looks } = aWatch(() => {
      if (fails) throw new Error('The network is gone.');
      return undefined;
    });
    follow(canary);
    await eventually(() => looks.length, 1);
    fails = false;
    await nextLook();
    expect(watch.seen(key, canary)?.record.probes.seen.candidate.of).toBe(6);
    watch.stop();
  });
});

it.each<Watchable>([
  { phase: 'Stable', stable: a },
  { phase: 'RolledBack', stable: a, hold: aHold() },
])(
  'looks at what has all users every five seconds, and tells only what is new, in $phase',
  async (stable) => {
    let look = 0;
    const { follow, watch, clock, looks, asked } = aWatch((_, { path }) =>
      path === '/metrics' ? { text: metricsPage({ requests: 20 * look, errors: 20 * look }) } : undefined,
    );
    follow(stable);
    for (look = 1; look <= 6; look++) {
      await clock.until(5000);
      clock.advance(5000);
      await eventually(() => asked.length > look, true);
    }
    await eventually(() => looks, [key]);
    expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(['/metrics']));
    expect(watch.seen(key, stable)?.record.measures.errors.open.candidate.hits).toBeGreaterThan(0);
    expect(watch.seen(key, { phase: 'Stable', stable: b })).toBeUndefined();
    watch.stop();
  },
);

it('knows how a stable revision fares also while a new minute begins, and forgets it after a quiet one', async () => {
  let [look, each] = [0, 20];
  const { follow, watch, clock, asked } = aWatch((_, { path }) =>
    path === '/metrics' ? { text: metricsPage({ requests: each * look }) } : undefined,
  );
  const stable: Watchable = { phase: 'Stable', stable: a };
  follow(stable);
  const result = () => {
    const seen = watch.seen(key, stable);
    return seen && stableSla(seen, aSpec()).result;
  };
  const results: (string | undefined)[] = [];
  for (look = 1; look <= 40; look++) {
    if (look === 18) each = 0;
    await clock.until(5000);
    results.push(result());
    clock.advance(5000);
    await eventually(() => asked.length > look, true);
  }
  const met = results.indexOf('Met');
  expect(results.slice(met, met + 16)).not.toContain('Unknown');
  expect(results.at(-1)).toBe('Unknown');
  watch.stop();
});
