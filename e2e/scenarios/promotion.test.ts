import { collectionPath, resources } from '../../operator/src/kube/resources.ts';
import type { Pod } from '../../operator/src/kube/types.ts';
import { goodImage } from '../harness/images.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { isPromoted } from '../harness/world.ts';

const minutes = 60_000;
let staging: Scenario;
let production: Scenario;

beforeAll(async () => {
  staging = await scenario('staging');
  production = await scenario('production');
}, 5 * minutes);

afterAll(async () => {
  await Promise.all([staging?.close(), production?.close()]);
}, 3 * minutes);

const stage = (image: string) =>
  staging.world.apply({
    ...shortSpec,
    image,
    environment: 'staging',
    promotion: { allowedNamespaces: [production.world.namespace] },
  });
const produce = (image: string) =>
  production.world.apply({
    ...shortSpec,
    image,
    promotion: { requires: { trustedNamespaces: [staging.world.namespace] } },
  });
const waits = () =>
  production.world.until('the release waits', ({ status: { conditions } }) =>
    conditions.some(({ type, reason }) => type === 'Released' && reason === 'WaitingForPromotion'),
  );

// Two environments, one commit after the other.
describe('production that requires staging', () => {
  it(
    'waits without a pod, and starts by itself as soon as staging has passed',
    async () => {
      await produce(shortSpec.image);
      await waits();
      const path = collectionPath(resources.pods, production.world.namespace);
      const pods = await production.cluster.list<Pod>(path);
      expect(pods.filter(({ metadata }) => metadata.labels?.['app'] === 'spacetime')).toEqual([]);

      await stage(shortSpec.image);
      const passed = await staging.world.settled();
      expect(passed.status.promotion?.passed).toHaveLength(1);
      const { status } = await production.world.released();
      const [revision] = status.revisions;
      expect(revision?.artifact).toBe(passed.status.promotion?.passed[0]?.artifact);
      expect(revision?.name).not.toBe(passed.status.stableRevision);
    },
    5 * minutes,
  );

  it(
    'goes on serving while the next release waits for its turn',
    async () => {
      const before = (await production.world.read())?.status?.stableRevision;
      await produce(goodImage);
      const { status } = await waits();
      expect(status).toMatchObject({ phase: 'Stable', stableRevision: before, readyReplicas: 2 });

      await stage(goodImage);
      await staging.world.settled();
      const released = await production.world.until('the release ends', (seen) => isPromoted(seen.status));
      expect(released.status.stableRevision).not.toBe(before);
    },
    5 * minutes,
  );
});
