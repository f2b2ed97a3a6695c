import { isFailed } from '../harness/answer.ts';
import { auditPosition } from '../harness/audit.ts';
import { faultyImage, goodImage } from '../harness/images.ts';
import { objectsIn } from '../harness/objects.ts';
import { gitOps, type Stage } from './stage.ts';
import { writesSince } from './writes.ts';

const minutes = 60_000;
let stage: Stage;

// The first build of Argo CD takes many minutes.
beforeAll(async () => {
  stage = await gitOps('annotation', ['answers500']);
}, 60 * minutes);

afterAll(() => stage?.close(), 5 * minutes);

const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const from = Date.now();
  const result = await work();
  console.log(`${what}: ${((Date.now() - from) / 1000).toFixed(0)} s`);
  return result;
};

// One world and one story: each commit finds what the one before has left.
describe('a world in Git', () => {
  it(
    'is created in its namespace, and is Healthy when the operator says that users are served',
    async () => {
      const said = await timed('first commit to Healthy', async () =>
        stage.application.until(await stage.commit(), 'Synced', 'Healthy'),
      );
      const { object } = await stage.world.released();
      const ready = object.status?.conditions.find(({ type }) => type === 'Ready');
      expect(said).toBe(ready?.message);
    },
    6 * minutes,
  );

  it(
    'whose next commit is bad is served as before, and is Synced and Degraded with the reason',
    async () => {
      const { application, world, commit, visitors } = stage;
      await visitors();
      const before = await auditPosition();
      const said = await timed('bad commit to Degraded', async () =>
        application.until(await commit({ image: faultyImage('answers500') }), 'Synced', 'Degraded'),
      );
      expect(said).toMatch(/^serving rev 1, generation 2 held: ErrorRateWorse\. /);
      const { object } = await world.until('it asks for the bad image', () => true);
      expect(object.spec).toMatchObject({ image: faultyImage('answers500') });
      for (let times = 0; times < 6; times += 1) await application.compare();
      const writes = await writesSince(before, world.namespace);
      expect(writes.filter((write) => write.includes('spacetimes'))).toEqual(['patch spacetimes/plaza']);
    },
    6 * minutes,
  );

  it(
    'is healed by a good commit while no visitor sees a failure',
    async () => {
      const { application, world, commit, visitors } = stage;
      const load = await visitors();
      const said = await timed('good commit to Healthy', async () =>
        application.until(await commit({ image: goodImage }), 'Synced', 'Healthy'),
      );
      await world.released();
      await load.stop();
      const failed = load.answers.filter(isFailed);
      console.log(`visitors: ${failed.length} of ${load.answers.length} requests failed`);
      expect({ said: said !== '', failed }).toEqual({ said: true, failed: [] });
      expect(load.answers.length).toBeGreaterThan(100);
    },
    6 * minutes,
  );

  it(
    'goes with its Application, and leaves its namespace with the database that it retains',
    async () => {
      const { application, cluster, world } = stage;
      await application.remove();
      expect(await world.read()).toBeUndefined();
      const left = [...(await objectsIn(cluster, world.namespace)).keys()];
      expect(left).toEqual(expect.arrayContaining(['persistentvolumeclaims/plaza-db', 'secrets/plaza-db']));
    },
    5 * minutes,
  );
});
