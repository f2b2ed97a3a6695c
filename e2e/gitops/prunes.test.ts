import { objectPath, resources } from '../../operator/src/kube/resources.ts';
import { auditPosition } from '../harness/audit.ts';
import { kubectl } from '../harness/kubectl.ts';
import { shortSpec } from '../harness/scenario.ts';
import { until } from '../harness/until.ts';
import { gitOps, type Stage } from './stage.ts';
import { writesSince } from './writes.ts';

const minutes = 60_000;
let stage: Stage;

// The first build of Argo CD takes many minutes.
beforeAll(async () => {
  stage = await gitOps('label');
}, 60 * minutes);

afterAll(() => stage?.close(), 5 * minutes);

/** An object of nobody's that bears the Application's label, as children of a world do. */
const stray = (namespace: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'stray', namespace, labels: { 'app.kubernetes.io/instance': 'plaza' } },
});

describe('an Application that knows its own by label, and is named as its world', () => {
  it(
    'is Synced and Healthy, although Git names none of the children',
    async () => {
      await stage.application.until(await stage.commit(), 'Synced', 'Healthy');
      await stage.world.released();
    },
    6 * minutes,
  );

  it(
    'prunes what bears its label, but no child of the world, above all not its database',
    async () => {
      const { application, cluster, world, commit } = stage;
      const { namespace } = world;
      const before = await auditPosition();
      await kubectl(['apply', '-f', '-'], JSON.stringify(stray(namespace)));
      // A change that is no release makes Argo CD sync, and prune.
      await commit({ rollout: { ...shortSpec.rollout, watchSeconds: 3600 } });
      await until('Argo CD prunes the stray', async () => {
        const found = await cluster.read(objectPath(resources.configMaps, namespace, 'stray'));
        return found ? undefined : true;
      });
      for (let times = 0; times < 3; times += 1) await application.compare();
      const writes = await writesSince(before, namespace);
      expect(writes.filter((write) => write.startsWith('delete'))).toEqual(['delete configmaps/stray']);
      await world.released();
    },
    6 * minutes,
  );
});
