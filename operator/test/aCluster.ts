import { pino } from 'pino';
import { apiServer } from '../src/kube/apiServer.ts';
import { connect } from '../src/kube/connection.ts';
import { openFence } from '../src/kube/fence.ts';
import { ownWrites } from '../src/kube/ownWrites.ts';
import type { KubeObject, Service, Stored } from '../src/kube/types.ts';
import { intentOf } from '../src/kube/write/intent.ts';
import { fakeClock } from './fakeClock.ts';
import { afterThisTest } from './release.ts';
import { type Asked, scriptedApiServer } from './scriptedApiServer.ts';

export const owner = (uid = 'owner', name = 'demo') => [
  { apiVersion: 'spacetime.dev/v1', kind: 'SpaceTime', name, uid, controller: true },
];

export const aService = (metadata: Partial<Service['metadata']> = {}): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'demo', namespace: 'xr', ownerReferences: owner(), ...metadata },
  spec: { selector: { app: 'spacetime' } },
});

export const live = (metadata: Partial<Service['metadata']> = {}): Stored<Service> => {
  const service = aService(metadata);
  const kept = {
    uid: 'uid-1',
    resourceVersion: '7',
    creationTimestamp: '2026-01-01T00:00:00Z',
    namespace: 'xr',
  };
  return { ...service, metadata: { ...kept, ...service.metadata, namespace: 'xr' } } as Stored<Service>;
};

/** The live object after it was applied. */
export const applied = (): Stored<Service> => live(intentOf(aService()).metadata);

export const aSpaceTime = (more = {}): KubeObject => ({
  apiVersion: 'spacetime.dev/v1',
  kind: 'SpaceTime',
  metadata: { name: 'demo', namespace: 'xr', uid: 'owner', resourceVersion: '40' },
  ...more,
});

/** The cluster port on a scripted server. `cached` is what the caches show. */
export async function aCluster(cached: KubeObject[] = []) {
  const server = await scriptedApiServer();
  const clock = fakeClock();
  const connection = connect({ credentials: async () => server.credentials, clock, userAgent: 'test' });
  afterThisTest(server.close);
  afterThisTest(connection.close);
  const logged: unknown[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const writes = ownWrites(() => false);
  const cluster = apiServer({
    connection: connection.fencedBy(openFence),
    cached: ({ kind, metadata }) =>
      cached.find((one) => one.kind === kind && one.metadata.name === metadata.name),
    writes,
    reporter: { controller: 'spacetime.dev/operator', instance: 'operator-1' },
    clock,
    log,
  });
  const path = '/api/v1/namespaces/xr/services/demo';
  /** Takes the next request, which must be this one, and answers it. */
  const answers = async (request: string, body: object | undefined): Promise<Asked> => {
    const asked = await server.next();
    expect(`${asked.method} ${asked.path}`).toBe(request);
    if (body) asked.answer(200, body);
    else asked.refuse(404);
    return asked;
  };
  return { server, cluster, writes, logged, path, answers };
}
