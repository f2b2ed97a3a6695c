import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { eventually } from '../../test/eventually.ts';
import { type RealApiServer, realApiServer } from '../../test/realApiServer.ts';
import { systemClock } from '../clock.ts';
import { connect, type OpenConnection } from './connection.ts';
import { type WatchEvent, watch } from './mirror/watch.ts';
import { resources } from './resources.ts';
import type { ConfigMap, Lease } from './types.ts';

jest.setTimeout(300_000);

const lease = { durationSeconds: 6, renewDeadlineSeconds: 4, retrySeconds: 0.5 };
const children: ChildProcess[] = [];
let server: RealApiServer;
let connection: OpenConnection;

beforeAll(async () => {
  server = await realApiServer();
  connection = connect({ credentials: server.credentials, clock: systemClock, userAgent: 'test' });
  await noteWrites();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  stop.abort();
  await connection.close();
  await server.close();
});

/** A process that writes while it leads. */
async function candidate(identity: string): Promise<ChildProcess> {
  const { server: url, tls, headers } = await server.credentials();
  const { authorization } = headers;
  const orders = JSON.stringify({ server: url, ca: tls.ca?.toString(), authorization, identity, lease });
  const program = join(import.meta.dirname, '../../test/leaseWriter.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, orders], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(child);
  return child;
}

/** Who wrote, in the order of the writes, each once for each time that it took over. */
const turns: string[] = [];
let writes = 0;
const stop = new AbortController();

/** Creates the object that the writers write, and notes each of its versions. */
async function noteWrites(): Promise<void> {
  const metadata = { name: 'written', namespace: 'default' };
  const { metadata: made } = await connection.request<ConfigMap>({
    doing: 'create',
    method: 'POST',
    path: '/api/v1/namespaces/default/configmaps',
    body: { metadata },
  });
  const onEvent = ({ object }: WatchEvent) => {
    const { metadata, data } = object as ConfigMap;
    const writer = data?.['writer'];
    if (metadata.name !== 'written' || writer === undefined) return;
    writes++;
    if (turns.at(-1) !== writer) turns.push(writer);
  };
  const { configMaps: resource } = resources;
  const resourceVersion = made.resourceVersion ?? '';
  const options = { connection, resource, namespace: 'default', resourceVersion, timeoutSeconds: 600 };
  watch({ ...options, clock: systemClock, onOpen: () => undefined, onEvent }, stop.signal).catch(
    () => undefined,
  );
}

const writer = (): string | undefined => turns.at(-1);

it('R14: a leader that is stopped for a while and goes on writes nothing more: there is one writer throughout', async () => {
  const first = await candidate('first');
  await eventually(writer, 'first', 60);
  const second = await candidate('second');
  await eventually(() => writes > 200, true, 60);

  first.kill('SIGSTOP');
  await eventually(writer, 'second', 60);
  const ended = once(first, 'exit');
  first.kill('SIGCONT');
  expect((await ended)[0]).toBe(1);
  const writesThen = writes;
  await eventually(() => writes > writesThen + 100, true, 60);
  expect(turns).toEqual(['first', 'second']);

  const third = await candidate('third');
  second.kill('SIGTERM');
  expect((await once(second, 'exit'))[0]).toBe(0);
  await eventually(writer, 'third', 60);
  expect(turns).toEqual(['first', 'second', 'third']);
  const { spec } = await connection.request<Lease>({
    doing: 'look at the lease',
    method: 'GET',
    path: '/apis/coordination.k8s.io/v1/namespaces/default/leases/writers',
  });
  expect(spec).toMatchObject({ holderIdentity: 'third', leaseTransitions: 2 });
  third.kill('SIGTERM');
  await once(third, 'exit');
});
