import { type Phase, phases } from '../../operator/src/api/status/phases.ts';
import { goodImage, missingImage } from '../harness/images.ts';
import { kubectl } from '../harness/kubectl.ts';
import { leader, restartOperator } from '../harness/operator.ts';
import { processOf } from '../harness/process.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { until } from '../harness/until.ts';
import { holdOf, isPromoted } from '../harness/world.ts';

const minutes = 60_000;
let stage: Scenario;
let killed: string | undefined;

beforeAll(async () => {
  stage = await scenario('killed');
  await stage.serve();
}, 5 * minutes);

afterAll(async () => {
  await stage?.close();
  await restartOperator();
}, 5 * minutes);

/** Kills the operator that leads once the release is in this phase, or has just left it. */
async function killIn(phase: Phase): Promise<void> {
  const { world } = stage;
  const reached = phases.indexOf(phase);
  await world.until(`the release is in ${phase}`, ({ status }) => {
    const at = phases.indexOf(status.phase ?? 'Pending');
    return at >= reached && (status.phase !== 'Stable' || isPromoted(status));
  });
  await killLeader();
}

async function killLeader(): Promise<void> {
  const { pod, identity } = await until('A leader is there', async () => {
    const now = await leader(stage.cluster);
    return now?.identity === killed ? undefined : now;
  });
  process.kill(await processOf(pod.metadata.uid), 'SIGKILL');
  killed = identity;
}

describe('an operator that is killed', () => {
  it(
    'in every phase of a good release brings it to its end, and no user notices',
    async () => {
      const { world } = stage;
      const load = await stage.users();
      await world.apply({ ...shortSpec, image: goodImage });
      for (const phase of ['Preparing', 'Checking', 'Canary', 'Promoting', 'Baking'] as const)
        await killIn(phase);
      await world.released(300);
      await load.stop();
      expect(load.answers.filter(({ status }) => status !== 200)).toEqual([]);
    },
    10 * minutes,
  );

  it(
    'while it rolls back brings the rollback to its end',
    async () => {
      const { world } = stage;
      const good = (await world.read())?.status?.stableRevision;
      await world.apply({ ...shortSpec, image: missingImage });
      await killIn('RollingBack');
      const { status } = await world.settled(300);
      expect(status.phase).toBe('RolledBack');
      expect(status.stableRevision).toBe(good);
      expect(holdOf(status)?.reason).toBe('ImagePullFailed');
    },
    10 * minutes,
  );

  it(
    'in the middle of a drill goes on with it',
    async () => {
      const { world } = stage;
      await world.apply({ ...shortSpec, image: goodImage });
      await world.released(300);
      await kubectl([
        ...['annotate', 'spacetime', world.name, '--namespace', world.namespace],
        'spacetime.dev/drill=NeverReady',
      ]);
      await world.until('the drill has begun', ({ status }) => status.drill !== undefined);
      await killLeader();
      const { status } = await world.until('the drill ends', (seen) => seen.status.drill === undefined, 300);
      expect(status).toMatchObject({ phase: 'Stable', stableRevision: status.desiredRevision });
      expect(status.commands).toContainEqual(expect.objectContaining({ name: 'drill', result: 'Done' }));
    },
    10 * minutes,
  );
});
