import { aCheckPod, endedWith, goodReport } from '../../test/aCheck.ts';
import { condition } from '../../test/aStableWorld.ts';
import { type AWorld, aWorld } from '../../test/aWorld.ts';
import { running } from '../../test/builders.ts';
import type { ChecklistItem } from '../api/status/checklist.ts';
import type { Job, Pod, Stored } from '../kube/types.ts';
import { isCheck } from '../plan/checks.ts';

const settings = { databaseImage: 'postgres:18', checkImages: { program: 'operator:1' } };
const v1 = { image: 'spacetime:v1' };

const jobs = ({ store }: AWorld): Stored<Job>[] =>
  store.all().filter((one): one is Stored<Job> => one.kind === 'Job');
const ofChecks = ({ store }: AWorld) => store.all().filter((one) => one.kind !== 'Pod' && isCheck(one));
const line = (world: AWorld, check: string): ChecklistItem | undefined =>
  world.status().checklist?.items.find((item) => item.check === check);
const command = (world: AWorld) => world.status().commands.find(({ name }) => name === 'checklist');

/** The pod of the only Job is in this state. */
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

async function stableWith(spec: object): Promise<AWorld> {
  const world = aWorld();
  world.asks({ ...v1, ...spec });
  await world.settle();
  return world;
}

async function passes(world: AWorld, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) await world.turn();
}

async function untilJob(world: AWorld): Promise<void> {
  while (jobs(world).length === 0) await world.turn();
}

it('runs when a revision has all users, with what the checks of its release found', async () => {
  const world = aWorld();
  world.upgrades(settings);
  world.asks(v1);
  await untilJob(world);
  expect(world.status().checklist).toBeUndefined();
  expect(condition(world, 'ChecklistPassed')).toMatchObject({ status: 'Unknown', reason: 'NotRun' });
  runs(world, endedWith(goodReport({ name: 'smoke.job', evidence: 'completed in 0.2 s' })));
  await world.until('Stable');
  expect(line(world, 'routers.job-submit')).toMatchObject({
    result: 'Passed',
    evidence: 'completed in 0.2 s',
  });
  expect(world.status().checklist?.revision).toBe(world.status().stableRevision);
  expect(world.status().checklist?.summary).toMatch(/^\d+%$/);
  expect(condition(world, 'ChecklistPassed')).toMatchObject({ status: 'False', reason: 'Incomplete' });
  expect(ofChecks(world)).toEqual([]);
});

it('runs again after its interval, in a Job of its own that leaves nothing behind', async () => {
  const world = await stableWith({ checklist: { intervalSeconds: 300 } });
  const first = world.status().checklist?.lastRunTime;
  world.upgrades(settings);
  await untilJob(world);
  expect(jobs(world).map(({ metadata }) => metadata.name)).toEqual([
    `plaza-${world.status().stableRevision}-checklist`,
  ]);
  expect(world.status().checklist).toMatchObject({ lastRunTime: first, startedAt: expect.any(String) });
  runs(world, running());
  await passes(world, 20);
  runs(world, endedWith(goodReport()));
  await world.turn();
  expect(line(world, 'live.webhook-signature')?.result).toBe('Passed');
  expect(world.status().checklist?.lastRunTime).not.toBe(first);
  expect(world.status().checklist?.startedAt).toBeUndefined();
  expect(ofChecks(world)).toEqual([]);
  expect(world.status().phase).toBe('Stable');
});

it('what a run has found stays until the next one, whatever is changed in the spec that is no release', async () => {
  const world = await stableWith({ checklist: { intervalSeconds: 300 } });
  world.upgrades(settings);
  await untilJob(world);
  runs(world, endedWith(goodReport({ name: 'smoke.job', result: 'Failed', evidence: 'no end' })));
  await world.turn();
  world.asks({ ...v1, replicas: 3, checklist: { intervalSeconds: 300 } });
  await passes(world, 5);
  expect(line(world, 'routers.job-submit')).toMatchObject({ result: 'Failed', evidence: 'no end' });
});

it('a run that finds nothing new is one write of the status', async () => {
  const world = await stableWith({ checklist: { intervalSeconds: 300 } });
  const first = world.status().checklist;
  await passes(world, 400);
  const before = world.cluster.effects.length;
  await passes(world, 300);
  const since = world.cluster.effects.slice(before);
  expect(since).toHaveLength(1);
  expect(world.status().checklist?.lastRunTime).not.toBe(first?.lastRunTime);
});

it('runs when a person asks for it, and answers', async () => {
  const world = await stableWith({});
  world.upgrades(settings);
  world.asks(v1, { 'spacetime.dev/checklist': '1' });
  await world.turn();
  expect(command(world)?.result).toBe('InProgress');
  await world.turn();
  runs(world, endedWith(goodReport()));
  await world.turn();
  expect(command(world)).toMatchObject({
    result: 'Done',
    message: expect.stringMatching(/^\d+ of \d+ lines/),
  });
});

it('where there is no check program, a run is a look at what there is', async () => {
  const world = await stableWith({});
  world.asks(v1, { 'spacetime.dev/checklist': '1' });
  await world.turn();
  expect(command(world)?.result).toBe('Done');
  expect(line(world, 'routers.job-submit')?.result).toBe('NotRun');
  expect(line(world, 'environment.production')?.result).toBe('Passed');
});

it('a run whose program says nothing in its time ends, and says so', async () => {
  const world = await stableWith({ checklist: { intervalSeconds: 300 } });
  world.upgrades(settings);
  await untilJob(world);
  while (world.status().checklist?.startedAt) await world.turn();
  expect(line(world, 'routers.job-submit')).toMatchObject({
    result: 'NotRun',
    evidence: expect.stringContaining('left no report'),
  });
  expect(ofChecks(world)).toEqual([]);
});

it('a release ends a run that is under way', async () => {
  const world = await stableWith({ checklist: { intervalSeconds: 300 } });
  world.upgrades(settings);
  await untilJob(world);
  world.asks({ image: 'spacetime:v2' }, { 'spacetime.dev/checklist': '1' });
  await world.until('Preparing');
  await world.turn();
  expect(ofChecks(world)).toEqual([]);
  expect(world.status().checklist?.startedAt).toBeUndefined();
  expect(command(world)).toMatchObject({
    result: 'InProgress',
    message: 'It runs when the release has ended.',
  });
});

it('a candidate with too few lines gets no users and is held', async () => {
  const world = await stableWith({});
  const stable = world.status().stableRevision;
  world.asks({ image: 'spacetime:v2', checklist: { requiredPercent: 100 } });
  await world.until('RolledBack');
  expect(world.status().stableRevision).toBe(stable);
  expect(world.status().heldRevisions).toMatchObject([
    { reason: 'ChecklistBelowRequired', phase: 'Checking', evidence: expect.arrayContaining([]) },
  ]);
  expect(world.status().heldRevisions[0]?.evidence.length).toBeGreaterThan(0);
});

it('advice that never comes lets no candidate past the lines that are required', async () => {
  const world = await stableWith({});
  world.upgrades(settings);
  const advised = { mode: 'Advisory', timeoutSeconds: 30 };
  const checks = { smoke: advised, load: { mode: 'Disabled' }, browser: { mode: 'Disabled' } };
  const deadlines = { checkingSeconds: 300 };
  world.asks({ image: 'spacetime:v2', checklist: { requiredPercent: 100 }, rollout: { checks, deadlines } });
  await world.until('RolledBack');
  expect(world.status().heldRevisions).toMatchObject([
    { reason: 'ChecklistBelowRequired', phase: 'Checking' },
  ]);
});

it('a world that is turned off is not looked at, and who asks is told why', async () => {
  const world = await stableWith({ checklist: { intervalSeconds: 300 } });
  const { checklist } = world.status();
  world.upgrades(settings);
  world.asks({ ...v1, replicas: 0, checklist: { intervalSeconds: 300 } }, { 'spacetime.dev/checklist': '1' });
  await passes(world, 700);
  expect(jobs(world)).toEqual([]);
  expect(world.status().checklist).toEqual(checklist);
  expect(command(world)).toMatchObject({
    result: 'Refused',
    message: 'The world is turned off (replicas: 0), so there is nothing to look at.',
  });
});

it('a name that no line has is a condition', async () => {
  const world = await stableWith({ checklist: { waivers: [{ check: 'docs.nothing', reason: 'none' }] } });
  expect(condition(world, 'ConfigurationValid')).toMatchObject({ status: 'False', reason: 'UnknownCheck' });
});

it('an attestation counts at once', async () => {
  const world = await stableWith({});
  expect(line(world, 'docs.runbook')?.result).toBe('ByHand');
  const attestations = [{ check: 'docs.runbook', by: 'platform', date: '2026-11-20' }];
  world.asks({ ...v1, checklist: { attestations } });
  await world.turn();
  expect(line(world, 'docs.runbook')?.result).toBe('Attested');
});
