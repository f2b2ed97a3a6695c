import { aCheckPod, endedWith, goodReport } from '../../test/aCheck.ts';
import { type AWorld, aWorld } from '../../test/aWorld.ts';
import { running } from '../../test/builders.ts';
import { labels } from '../api/identity.ts';
import type { Job, Pod, Stored } from '../kube/types.ts';
import { isCheck } from '../plan/checks.ts';

const settings = { databaseImage: 'postgres:18', checkImages: { program: 'operator:1' } };
const v1 = { image: 'spacetime:v1' };
const v2 = { image: 'spacetime:v2' };

const jobs = ({ store }: AWorld): Stored<Job>[] =>
  store.all().filter((one): one is Stored<Job> => one.kind === 'Job');
const secrets = ({ store }: AWorld) => store.all().filter((one) => one.kind === 'Secret' && isCheck(one));

/** The pod that the cluster makes for the Job. */
function runs(world: AWorld, state: Parameters<typeof aCheckPod>[0]): void {
  const [job] = jobs(world);
  if (!job) throw new Error('There is no Job.');
  const pod = aCheckPod(state, {}, 'the-check');
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name: job.metadata.name, uid: job.metadata.uid };
  const metadata = {
    ...pod.metadata,
    labels: { ...job.spec?.template.metadata?.labels },
    ownerReferences: [{ ...owner, controller: true }],
  };
  world.store.put({ ...pod, metadata } as Pod);
}

async function untilJob(world: AWorld): Promise<void> {
  while (jobs(world).length === 0) await world.turn();
}

async function turns(world: AWorld, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await world.turn();
}

/** A world whose next release is checked by a Job that has just been made. */
async function beingChecked(spec: object = v2): Promise<AWorld> {
  const world = aWorld();
  world.asks(v1);
  await world.settle();
  world.upgrades(settings);
  world.asks(spec);
  await untilJob(world);
  return world;
}

it('a release waits for its checks, and goes on when they have passed', async () => {
  const world = await beingChecked();
  runs(world, running());
  await turns(world, 30);
  expect(world.status()).toMatchObject({ phase: 'Checking' });
  expect(world.status().release?.checks).toContainEqual(
    expect.objectContaining({ name: 'load', result: 'Running' }),
  );
  runs(world, endedWith(goodReport()));
  await world.until('Stable');
  expect(world.status().stableRevision).toBe(world.status().desiredRevision);
  expect(world.status().release?.checks).toContainEqual(
    expect.objectContaining({ name: 'load', result: 'Passed', evidence: '1000 requests' }),
  );
});

it('nothing of a check is left when it has passed', async () => {
  const world = await beingChecked();
  runs(world, endedWith(goodReport()));
  await world.until('Canary');
  await world.turn();
  expect([...jobs(world), ...secrets(world)]).toEqual([]);
});

it('a check that fails holds the revision before any user came, and its Job stays until the next release', async () => {
  const world = await beingChecked();
  runs(world, endedWith(goodReport({ name: 'smoke.sign', result: 'Failed', evidence: 'not signed' })));
  await world.until('RolledBack');
  expect(world.status().heldRevisions).toMatchObject([
    {
      reason: 'SmokeFailed',
      phase: 'Checking',
      message: 'Check smoke.sign failed: not signed.',
      evidence: [{ name: 'smoke.sign', note: 'not signed' }],
    },
  ]);
  expect(world.cluster.told.join('\n')).toContain('Warning CheckFailed: ');
  await world.settle();
  expect([jobs(world).length, secrets(world).length]).toEqual([1, 0]);
  world.asks({ image: 'spacetime:v3' });
  await world.until('Preparing');
  expect(jobs(world)).toEqual([]);
});

it('a retry is checked anew: what the trial before has found does not count', async () => {
  const world = await beingChecked();
  runs(world, endedWith(goodReport({ name: 'load', result: 'Failed' })));
  await world.until('RolledBack');
  const [old] = jobs(world);
  world.asks(v2, { 'spacetime.dev/retry': '1' });
  await world.until('Preparing');
  await untilJob(world);
  const [fresh] = jobs(world);
  expect(fresh?.metadata.name).toBe(old?.metadata.name);
  expect(fresh?.metadata.uid).not.toBe(old?.metadata.uid);
  await turns(world, 3);
  expect(world.status().phase).toBe('Checking');
});

it('a first release serves as soon as its checks have passed, and tells of them', async () => {
  const world = aWorld();
  world.upgrades(settings);
  world.asks(v1);
  await untilJob(world);
  await turns(world, 20);
  expect(world.status().phase).toBe('Checking');
  runs(world, endedWith(goodReport()));
  await world.until('Stable');
  expect(world.status().release?.checks).toContainEqual(
    expect.objectContaining({ name: 'load', result: 'Passed' }),
  );
});

it('a check that cannot run is told, and at the deadline no evidence is made of it', async () => {
  const deadlines = { checkingSeconds: 120 };
  const world = await beingChecked({ ...v2, rollout: { deadlines } });
  await turns(world, 15);
  expect(world.status().conditions).toContainEqual(
    expect.objectContaining({
      type: 'Released',
      reason: 'EnvironmentBad',
      message: expect.stringContaining('has no pod'),
    }),
  );
  await world.until('RolledBack');
  expect(world.status().heldRevisions).toMatchObject([{ reason: 'NotReadyInTime' }]);
});

it('a release that asks for a browser gets the image that has one', async () => {
  const world = aWorld();
  world.upgrades({ ...settings, checkImages: { program: 'operator:1', browser: 'operator:1-browser' } });
  world.asks({ ...v1, rollout: { checks: { browser: { mode: 'Required' } } } });
  await untilJob(world);
  expect(jobs(world)[0]?.spec?.template.spec?.containers[0]?.image).toBe('operator:1-browser');
});

it('a release that asks for a browser where there is none waits, and names the setting', async () => {
  const world = await beingChecked({ ...v2, rollout: { checks: { browser: { mode: 'Required' } } } });
  runs(world, endedWith(goodReport()));
  await turns(world, 5);
  expect(world.status()).toMatchObject({ phase: 'Checking' });
  expect(world.status().conditions).toContainEqual(
    expect.objectContaining({
      type: 'Released',
      message: expect.stringContaining('no image with a browser (CHECK_BROWSER_IMAGE)'),
    }),
  );
});

it('the pod of a check is neither counted nor drained as one of the world', async () => {
  const world = await beingChecked();
  runs(world, running());
  const { pods, checkPods } = await world.observed();
  expect(checkPods).toHaveLength(1);
  expect(pods.filter(isCheck)).toEqual([]);
  expect(world.serving().filter(({ metadata }) => metadata.labels?.[labels.component] === 'check')).toEqual(
    [],
  );
});

it('without an image that has the program there is no Job', async () => {
  const world = aWorld();
  world.asks(v1);
  await world.settle();
  expect(world.status().phase).toBe('Stable');
  expect(world.cluster.effects.join('\n')).not.toContain('Job');
});
