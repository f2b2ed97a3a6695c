import { existsSync } from 'node:fs';
import { labels } from '../../operator/src/api/identity.ts';
import type { KubeObject, Pod } from '../../operator/src/kube/types.ts';
import { isFailed } from '../harness/answer.ts';
import { databaseOf, type WorldDatabase } from '../harness/database.ts';
import { kubectl } from '../harness/kubectl.ts';
import { objectsIn } from '../harness/objects.ts';
import { processOf } from '../harness/process.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { until } from '../harness/until.ts';
import { isPromoted, world as worldOf } from '../harness/world.ts';

const minutes = 60_000;
const spec = { ...shortSpec, replicas: 1 };
let stage: Scenario;
let database: WorldDatabase;

interface Volume extends KubeObject {
  readonly spec: {
    readonly local: { readonly path: string };
    readonly claimRef: { readonly namespace: string };
  };
}

beforeAll(async () => {
  stage = await scenario('database');
  const { namespace } = stage.world;
  await kubectl(['label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted']);
  database = databaseOf(stage.cluster, stage.world);
}, 5 * minutes);

afterAll(() => stage?.close(), 3 * minutes);

const target = () => ['spacetime', stage.world.name, '--namespace', stage.world.namespace];
const notes = async () =>
  (await database.query('select text from notes order by text')).map(({ text }) => text);

const databaseReady = (status: string, reason: string) =>
  stage.world.until(`DatabaseReady is ${reason}`, ({ status: { conditions } }) =>
    conditions.some((one) => one.type === 'DatabaseReady' && one.status === status && one.reason === reason),
  );

/** Runtime pods by name, with the times that their containers started. */
async function runtimePods(): Promise<readonly string[]> {
  const { namespace } = stage.world;
  const pods = await stage.cluster.list<Pod>(`/api/v1/namespaces/${namespace}/pods`);
  return pods
    .filter(({ metadata }) => metadata.labels?.[labels.component] === 'runtime')
    .map(({ metadata, status }) => `${metadata.name} ${status?.containerStatuses?.[0]?.restartCount}`);
}

/** Folders of the volumes in the world's namespace. */
async function folders(): Promise<readonly string[]> {
  const volumes = await stage.cluster.list<Volume>('/api/v1/persistentvolumes');
  return volumes
    .filter((one) => one.spec.claimRef.namespace === stage.world.namespace)
    .map((one) => one.spec.local.path);
}

// One world and its data, through all that can happen to them.
describe('a world that says nothing about its database', () => {
  it(
    'gets one of its own, as restricted pods must be, and is ready',
    async () => {
      await stage.world.apply(spec);
      const { status } = await stage.world.released();
      expect(status.database).toMatchObject({
        mode: 'Managed',
        image: 'spacetime-postgres:18.4',
        storageSize: '10Gi',
      });
      await databaseReady('True', 'Ready');
      await database.query('create table notes (text text)');
      await database.query("insert into notes values ('first')");
    },
    5 * minutes,
  );

  it('lets nobody in without the password', async () => {
    const [row] = await database.query('show password_encryption');
    expect(row).toEqual({ password_encryption: 'scram-sha-256' });
    const [checksums] = await database.query('show data_checksums');
    expect(checksums).toEqual({ data_checksums: 'on' });
    const [role] = await database.query('select rolsuper from pg_roles where rolname = current_user');
    expect(role).toEqual({ rolsuper: false });
  });

  it(
    'goes on serving while the database pod is deleted, and finds its data when it is back',
    async () => {
      const before = await database.pod();
      const pods = await runtimePods();
      const load = await stage.users();
      await kubectl([
        'delete',
        'pod',
        `${stage.world.name}-db-0`,
        '--namespace',
        stage.world.namespace,
        '--grace-period=0',
        '--force',
      ]);
      await until('Another pod', async () => {
        const now = await database.pod();
        return now && now.metadata.uid !== before?.metadata.uid ? now : undefined;
      });
      expect(await notes()).toEqual(['first']);
      await databaseReady('True', 'Ready');
      await load.stop();
      expect(load.answers.filter(isFailed)).toEqual([]);
      expect(await runtimePods()).toEqual(pods);
      await database.query("insert into notes values ('second')");
    },
    5 * minutes,
  );

  it(
    'finds what was committed after the database was killed',
    async () => {
      const before = await database.pod();
      await database.query("insert into notes values ('third')");
      process.kill(await processOf(before?.metadata.uid ?? '', 'postgres\0-D'), 'SIGKILL');
      await until('A restart', async () => {
        const restarts = (await database.pod())?.status?.containerStatuses?.[0]?.restartCount ?? 0;
        return restarts > 0 ? true : undefined;
      });
      expect(await notes()).toEqual(['first', 'second', 'third']);
      await databaseReady('True', 'Ready');
    },
    5 * minutes,
  );

  it(
    'restarts it for other settings, and makes no release of that',
    async () => {
      const before = (await stage.world.read())?.status;
      const uid = (await database.pod())?.metadata.uid;
      const resources = { limits: { memory: '512Mi' } };
      await stage.world.apply({ ...spec, database: { managed: { resources } } });
      await until('Another pod', async () => {
        const now = (await database.pod())?.metadata.uid;
        return now !== undefined && now !== uid ? now : undefined;
      });
      expect(await database.query('show shared_buffers')).toEqual([{ shared_buffers: '64MB' }]);
      const { status } = await databaseReady('True', 'Ready');
      expect(status.stableRevision).toBe(before?.stableRevision);
      expect(status.revisions).toHaveLength(1);
    },
    5 * minutes,
  );

  it(
    'that is deleted and made again has the same data and the same password',
    async () => {
      const { cluster, world } = stage;
      const before = await database.secret();
      await kubectl(['delete', ...target()]);
      await until('Its data alone is left', async () => {
        const left = [...(await objectsIn(cluster, world.namespace)).keys()].sort();
        return left.join() === 'persistentvolumeclaims/world-db,secrets/world-db' ? true : undefined;
      });
      await world.apply(spec);
      await world.settled();
      expect(await notes()).toEqual(['first', 'second', 'third']);
      expect((await database.secret())?.data).toEqual(before?.data);
    },
    5 * minutes,
  );

  it(
    'that is deleted with deletionPolicy Delete leaves nothing on any disk',
    async () => {
      const { cluster, world } = stage;
      await world.apply({ ...spec, database: { managed: { deletionPolicy: 'Delete' } } });
      await until('The volume has an owner', async () =>
        (await database.secret())?.metadata.ownerReferences ? true : undefined,
      );
      const [folder = ''] = await folders();
      expect(existsSync(folder)).toBe(true);
      await kubectl(['delete', ...target()]);
      await until('Everything is gone', async () => {
        const objects = await objectsIn(cluster, world.namespace);
        return objects.size === 0 && (await folders()).length === 0 && !existsSync(folder) ? true : undefined;
      });
    },
    5 * minutes,
  );
});

describe('a world with a database of its user’s', () => {
  it(
    'waits for its URL, then is ready, and the operator runs none for it',
    async () => {
      const { cluster, world } = stage;
      await world.apply({ ...spec, database: { secretRef: { name: 'donor-db' } } });
      const { status } = await world.until('the Secret is missed', ({ status: { conditions } }) =>
        conditions.some(({ type, reason }) => type === 'SecretsReady' && reason === 'NotFound'),
      );
      expect(isPromoted(status)).toBe(false);

      // The database of a world that is turned off is as good as any.
      const donor = worldOf(cluster, world.namespace, 'donor');
      await donor.apply({ ...spec, replicas: 0 });
      const released = await world.released();
      expect(released.status.database).toEqual({ mode: 'External' });
      const objects = await objectsIn(cluster, world.namespace);
      expect([...objects.keys()]).not.toContain('statefulsets/world-db');
    },
    5 * minutes,
  );
});
