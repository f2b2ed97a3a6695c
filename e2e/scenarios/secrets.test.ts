import { hash } from 'node:crypto';
import { objectPath, resources } from '../../operator/src/kube/resources.ts';
import type { Pod, Secret } from '../../operator/src/kube/types.ts';
import { kubectl } from '../harness/kubectl.ts';
import { objectsIn } from '../harness/objects.ts';
import { operatorPods } from '../harness/operator.ts';
import { scenario, shortSpec } from '../harness/scenario.ts';
import { until } from '../harness/until.ts';
import { holdOf, isPromoted } from '../harness/world.ts';

const { cluster, world, close } = await scenario('secrets');
const { namespace, name } = world;

const readSecret = (name: string) => cluster.read<Secret>(objectPath(resources.secrets, namespace, name));
const createSecret = (name: string, values: Readonly<Record<string, string>>) =>
  kubectl(
    ['apply', '-f', '-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData: values }),
  );
const runtimePods = async () =>
  (await cluster.list<Pod>(`/api/v1/namespaces/${namespace}/pods`)).filter(
    ({ metadata }) => metadata.labels?.['app'] === 'spacetime',
  );

/** How the API answers to a token. A Service that has just got its first pod takes a moment to reach the node's routes. */
const statusOfScenes = (token: string) =>
  until('The API answers', async () => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${await world.address()}/scenes`, { headers })).status;
  });

/** Everything that people may read about the world without being allowed to read Secrets. */
const told = async () =>
  (await kubectl([
    'get',
    'spacetimes,deployments,pods,controllerrevisions,configmaps,events',
    '-n',
    namespace,
    '-o',
    'json',
  ])) +
  (await kubectl([
    'logs',
    '-n',
    'spacetime-system',
    '-l',
    'app.kubernetes.io/name=spacetime-operator',
    '--tail=-1',
  ])) +
  (await kubectl(['logs', '-n', namespace, '-l', 'app=spacetime', '--tail=-1'])) +
  (await metricsPages());

/** What the operator and the runtime tell Prometheus. */
async function metricsPages(): Promise<string> {
  const runtime = (await runtimePods()).map(({ status }) => `http://${status?.podIP}:8080/metrics`);
  const operators = (await operatorPods(cluster)).map(
    ({ spec, status }) => `http://${status?.podIP}:${spec?.containers[0]?.ports?.[0]?.containerPort}/metrics`,
  );
  const pages = [...runtime, ...operators].map(async (url) => (await fetch(url)).text());
  return (await Promise.all(pages)).join('\n');
}

/** A value as itself, as the API keeps it, and as the hash that might stand for it; a hash is one step from a guess. */
const spellings = (value: string): readonly string[] => [
  value,
  Buffer.from(value).toString('base64'),
  Buffer.from(value).toString('base64').replaceAll('=', ''),
  encodeURIComponent(value),
  hash('sha256', value),
];

/** Every value of every Secret of the world. */
async function secretValues(): Promise<readonly string[]> {
  const secrets = await cluster.list<Secret>(`/api/v1/namespaces/${namespace}/secrets`);
  return secrets.flatMap(({ data }) =>
    Object.values(data ?? {}).map((value) => Buffer.from(value, 'base64').toString()),
  );
}

const minutes = 60_000;

afterAll(close);

it(
  'a placeholder holds the first release back, and is named and never shown',
  async () => {
    await createSecret(`${name}-secrets`, {
      API_TOKEN: 'changeme-changeme-123',
      GRAFANA_ADMIN_PASSWORD: 'x'.repeat(32),
    });
    await world.apply(shortSpec);
    const { status } = await world.until('the placeholder is refused', ({ status: { conditions } }) =>
      conditions.some(({ type, reason }) => type === 'SecretsReady' && reason === 'Placeholder'),
    );
    const secretsReady = status.conditions.find(({ type }) => type === 'SecretsReady');
    expect(secretsReady?.message).toBe(
      'Secret world-secrets, key API_TOKEN: its value is a placeholder; put a random value there.',
    );
    expect(await runtimePods()).toEqual([]);
    expect(await told()).not.toContain('changeme-changeme-123');
  },
  4 * minutes,
);

it(
  'goes on when the placeholder is replaced, with the Secret that its user made',
  async () => {
    await createSecret(`${name}-secrets`, {
      API_TOKEN: 'a-token-of-my-own-0123456789',
      GRAFANA_ADMIN_PASSWORD: 'y'.repeat(32),
    });
    await world.settled();
    expect(await statusOfScenes('a-token-of-my-own-0123456789')).toBe(200);
    expect((await readSecret(`${name}-secrets`))?.metadata.ownerReferences).toBeUndefined();
  },
  4 * minutes,
);

it(
  'a mounted Secret is part of the release: its new content is tried on a candidate',
  async () => {
    await createSecret('greeting', { text: 'good morning' });
    await world.apply({
      ...shortSpec,
      secrets: { mounts: [{ name: 'greeting', secretRef: { name: 'greeting' } }] },
    });
    const first = (await world.settled()).status.stableRevision;
    const pinned = await readSecret(`${name}-${first}`);
    expect(pinned?.data).toMatchObject({ 'greeting.text': btoa('good morning') });
    expect(pinned?.immutable).toBe(true);

    await createSecret('greeting', { text: 'good evening' });
    const { status } = await world.until(
      'a release of the new content ends',
      (seen) => isPromoted(seen.status) && seen.status.stableRevision !== first,
    );
    expect(holdOf(status)).toBeUndefined();
    expect((await readSecret(`${name}-${first}`))?.data).toEqual(pinned?.data);
    expect((await readSecret(`${name}-${status.stableRevision}`))?.data).toMatchObject({
      'greeting.text': btoa('good evening'),
    });
  },
  4 * minutes,
);

it(
  'what its user made and its data outlive the world, and nothing else does',
  async () => {
    await kubectl(['delete', 'spacetime', name, '-n', namespace]);
    expect(await readSecret(`${name}-secrets`)).toBeDefined();
    expect(await readSecret('greeting')).toBeDefined();
    await kubectl(['delete', 'secret', `${name}-secrets`, 'greeting', '-n', namespace]);
    const data = [`persistentvolumeclaims/${name}-db`, `secrets/${name}-db`];
    await until('Everything else is gone', async () => {
      const left = [...(await objectsIn(cluster, namespace)).keys()];
      return left.sort().join() === data.join() ? true : undefined;
    });
  },
  4 * minutes,
);

it(
  'a world without a Secret gets one, which its API takes and nobody is shown',
  async () => {
    await world.apply(shortSpec);
    await world.settled();
    const secret = await readSecret(`${name}-secrets`);
    const token = atob(secret?.data?.['API_TOKEN'] ?? '');
    expect(Buffer.from(token, 'base64')).toHaveLength(32);
    expect(await statusOfScenes(token)).toBe(200);
    expect(await told()).not.toContain(token);
  },
  4 * minutes,
);

it(
  'no value of any Secret is in a log, an event, a status, a page of metrics, a ConfigMap or a record, also while a token rotates',
  async () => {
    await createSecret('canary', { text: 'a-canary-that-sings-to-nobody-0123' });
    await world.apply({
      ...shortSpec,
      secrets: {
        mounts: [{ name: 'canary', secretRef: { name: 'canary' } }],
        rotation: { overlapSeconds: 60 },
      },
    });
    await world.released();
    const before = await secretValues();
    await kubectl(['annotate', 'spacetime', name, '-n', namespace, 'spacetime.dev/rotate=API_TOKEN']);
    await world.until('the token is replaced', ({ status }) => status.secrets[0]?.overlapUntil !== undefined);
    const values = [...new Set([...before, ...(await secretValues())])].filter((value) => value.length >= 16);
    expect(values).toContain('a-canary-that-sings-to-nobody-0123');
    const text = await told();
    expect(text).toContain('godot_memory_bytes');
    expect(text).toContain('spacetime_operator_');
    expect(values.filter((value) => spellings(value).some((spelled) => text.includes(spelled)))).toEqual([]);
  },
  4 * minutes,
);
