import { jest } from '@jest/globals';
import { pino } from 'pino';
import { eventually } from '../../test/eventually.ts';
import { type RealApiServer, realApiServer } from '../../test/realApiServer.ts';
import { customResourceDefinition } from '../api/crd.ts';
import { systemClock } from '../clock.ts';
import { type Call, type Connection, connect, type OpenConnection } from './connection.ts';
import { type Reflector, reflect } from './reflector.ts';
import { type Resource, resources } from './resources.ts';
import type { KubeObject } from './types.ts';

jest.setTimeout(300_000);

let server: RealApiServer;
let connection: OpenConnection;
const running: Promise<void>[] = [];
beforeAll(async () => {
  server = await realApiServer();
  connection = connect({ credentials: server.credentials, clock: systemClock, userAgent: 'test' });
});
afterAll(async () => {
  stop.abort();
  await Promise.all(running);
  await connection.close();
  await server.close();
});

const mapsPath = '/api/v1/namespaces/default/configmaps';
const worldsPath = '/apis/spacetime.dev/v1/namespaces/default/spacetimes';
const label = { labels: { part: 'of-test' } };
const aConfigMap = { apiVersion: 'v1', kind: 'ConfigMap' };
const aWorld = { apiVersion: 'spacetime.dev/v1', kind: 'SpaceTime', spec: { image: 'spacetime:v1.0.0' } };

/** With a name: that object; else all. A PATCH applies. */
const ask = <T>(method: Call['method'], path: string, name: string, body?: object): Promise<T> =>
  connection.request<T>({
    doing: `${method} ${name}`,
    method,
    path: name === '' ? path : `${path}/${name}`,
    ...(method === 'PATCH' && {
      query: { fieldManager: 'test' },
      contentType: 'application/apply-patch+yaml',
    }),
    ...(body && { body }),
  });

async function installWorlds(): Promise<void> {
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const definition = customResourceDefinition();
  await ask('PATCH', path, definition.metadata.name, definition);
}

/** Does something to one of twelve ConfigMaps, whether the server is there or not. */
async function change(step: number): Promise<void> {
  const name = `map-${(step * 7) % 12}`;
  const data = { step: `${step}` };
  const body = { ...aConfigMap, metadata: { ...label, name }, data };
  await (step % 5 === 4 ? ask('DELETE', mapsPath, name) : ask('PATCH', mapsPath, name, body)).catch(
    () => undefined,
  );
}

const versions = (objects: readonly { metadata: { name?: string; resourceVersion?: string } }[]) =>
  Object.fromEntries(objects.map(({ metadata }) => [metadata.name, metadata.resourceVersion]).sort());

interface Followed<T extends KubeObject> {
  readonly reflector: Reflector<T>;
  /** What its changes told, by name; undefined: it is gone. */
  readonly told: Map<string, T | undefined>;
  lists(): number;
  interruptions(): number;
}

const stop = new AbortController();

/** Follows a kind, its first watch from this version if one is given. */
async function follow<T extends KubeObject>(
  resource: Resource<T>,
  firstVersion?: string,
): Promise<Followed<T>> {
  const told = new Map<string, T | undefined>();
  let lists = 0;
  let watches = 0;
  let interruptions = 0;
  const counted: Connection = {
    request: (call) => {
      lists++;
      return connection.request(call);
    },
    stream: (call) => {
      const isChanged = watches++ === 0 && firstVersion !== undefined;
      const query = { ...call.query, ...(isChanged && { resourceVersion: firstVersion }) };
      return connection.stream({ ...call, query });
    },
  };
  const reflector: Reflector<T> = reflect<T>({
    connection: counted,
    resource,
    labelSelector: 'part=of-test',
    clock: systemClock,
    random: Math.random,
    log: pino({ level: 'warn' }, { write: () => interruptions++ }),
    onChange: ({ metadata: { name } }) => told.set(name, reflector.get('default', name)),
  });
  running.push(reflector.start(stop.signal));
  await reflector.synced;
  return { reflector, told, lists: () => lists, interruptions: () => interruptions };
}

const live = async (of: string) =>
  versions(
    (await ask<{ items: KubeObject[] }>('GET', of, '')).items.filter(
      ({ metadata }) => metadata.labels?.['part'] === 'of-test',
    ),
  );

it('R4, R5: what a reflector has and has told is what there is, though the API server is killed again and again', async () => {
  await installWorlds();
  const maps = await follow(resources.configMaps);
  const worlds = await follow(resources.spaceTimes);

  const kills = 3;
  let step = 0;
  for (let round = 0; round < kills; round++) {
    for (const until = step + 40; step < until; step++) await change(step);
    const during = [change(step++), change(step++), change(step++)];
    await server.kill();
    await Promise.all(during);
    const restarted = server.start();
    // Some of these meet no server, and some one that has just come up.
    while (!(await Promise.race([restarted.then(() => true), change(step++).then(() => false)])));
  }
  for (const until = step + 20; step < until; step++) await change(step);
  const demo = { ...aWorld, metadata: { ...label, name: 'demo' } };
  await eventually(
    () =>
      ask('PATCH', worldsPath, 'demo', demo).then(
        () => true,
        () => false,
      ),
    true,
    60,
  );

  for (const [path, { reflector, told, lists, interruptions }] of [
    [mapsPath, maps],
    [worldsPath, worlds],
  ] as const) {
    const expected = await live(path);
    expect(Object.keys(expected).length).toBeGreaterThan(0);
    await eventually(() => versions(reflector.list()), expected, 60);
    expect(versions([...told.values()].filter((object) => object !== undefined))).toEqual(expected);
    expect(interruptions()).toBeGreaterThanOrEqual(kills);
    expect(lists()).toBeLessThanOrEqual(1 + 2 * kills);
  }
});

it('R4: a version that the real API server no longer keeps makes it list once more', async () => {
  // A server that has just come up knows nothing from before its own start.
  await ask('PATCH', mapsPath, 'first', { ...aConfigMap, metadata: { ...label, name: 'first' } });
  await server.kill();
  await server.start();
  const { reflector, lists } = await follow(resources.configMaps, '1');
  await ask('PATCH', mapsPath, 'last', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...label, name: 'last' },
  });
  await eventually(() => reflector.get('default', 'last') !== undefined, true, 60);
  expect(versions(reflector.list())).toEqual(await live(mapsPath));
  expect(lists()).toBe(2);
});
