import { goodImage } from '../harness/images.ts';
import { kubectl } from '../harness/kubectl.ts';
import { objectsIn } from '../harness/objects.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { until } from '../harness/until.ts';

const minutes = 60_000;
let stage: Scenario;

beforeAll(async () => {
  stage = await scenario('life');
  await stage.serve();
}, 5 * minutes);

afterAll(() => stage?.close(), 3 * minutes);

// One world, from its first day to its last.
describe('a world', () => {
  it.each([3, 1])(
    'has %i pods once kubectl scale asks for them, and starts no release',
    async (replicas) => {
      const { world } = stage;
      const before = (await world.read())?.status;
      const target = ['spacetime', world.name, '--namespace', world.namespace];
      await kubectl(['scale', ...target, `--replicas=${replicas}`]);
      const { status } = await world.until(
        `${replicas} pods serve`,
        ({ status }) => status.readyReplicas === replicas && status.replicas === replicas,
      );
      expect(status.phase).toBe('Stable');
      expect(status.revisions).toHaveLength(1);
      expect(status.stableRevision).toBe(before?.stableRevision);
    },
    5 * minutes,
  );

  it(
    'that is deleted in the middle of a release leaves nothing but its data',
    async () => {
      const { world, cluster } = stage;
      await world.apply({ ...shortSpec, image: goodImage });
      await world.until('the release runs', ({ status }) => status.candidateRevision !== undefined);
      await kubectl(['delete', 'spacetime', world.name, '--namespace', world.namespace]);
      expect(await world.read()).toBeUndefined();
      const left = await until('Everything else is gone', async () => {
        const objects = await objectsIn(cluster, world.namespace);
        return objects.size === 2 ? objects : undefined;
      });
      expect([...left.keys()]).toEqual(['secrets/world-db', 'persistentvolumeclaims/world-db']);
    },
    5 * minutes,
  );
});
