import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, parseAllDocuments } from 'yaml';
import { systemClock } from '../clock.ts';
import { type Call, connect } from '../kube/connection.ts';
import { Invalid } from '../kube/errors.ts';
import { readCredentials } from '../kube/wire/credentials.ts';
import { customResourceDefinition, openAPISchema, type Schema } from './crd.ts';
import { apiVersion, group, kind, plural, version } from './identity.ts';

const samples = join(import.meta.dirname, '../../../crds/samples');
const filesIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const textOf = (...path: readonly string[]) => readFileSync(join(samples, ...path), 'utf8');

const namespace = `api-contract-${randomBytes(4).toString('hex')}`;
const worlds = `/apis/${apiVersion}/namespaces/${namespace}/${plural}`;
const server = connect({
  credentials: () => readCredentials(),
  clock: systemClock,
  userAgent: 'spacetime-contract-test',
});
const ask = <T>(method: Call['method'], path: string, more: Partial<Call> = {}) =>
  server.request<T>({ doing: `${method} ${path}`, method, path, ...more });

interface World {
  readonly spec: Readonly<Record<string, unknown>>;
}
interface Scale {
  readonly spec: { readonly replicas: number };
  readonly status: { readonly replicas: number; readonly selector?: string };
}

/** Creates a world, with unknown fields refused as kubectl has them refused. */
const create = (body: unknown) => ask<World>('POST', worlds, { body, query: { fieldValidation: 'Strict' } });

/** What the API server would store. */
const tried = (body: unknown) =>
  ask<World>('POST', worlds, { body, query: { fieldValidation: 'Strict', dryRun: 'All' } });

/** What the API server says against an object; nothing when it takes it. */
const refusal = (body: unknown): Promise<string> => saidAgainst(() => tried(body));

async function saidAgainst(attempt: () => Promise<unknown>): Promise<string> {
  try {
    await attempt();
    return '';
  } catch (error) {
    if (error instanceof Invalid) return error.message;
    throw error;
  }
}

interface Sample {
  readonly metadata: { readonly name: string };
  readonly spec: object;
}

/** What it says when an object that it has taken is to be changed. */
async function refusalOfChange(before: Sample, { spec }: Sample): Promise<string> {
  await create(before);
  const change = { body: { spec }, contentType: 'application/merge-patch+json', query: { dryRun: 'All' } };
  return saidAgainst(() => ask('PATCH', `${worlds}/${before.metadata.name}`, change));
}

/** Repeats a look at the API server until it sees what it waits for. */
async function eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(200)) {
    const seen = await look().catch(() => undefined);
    if (seen !== undefined) return seen;
  }
  throw new Error(`${what} did not happen within a minute.`);
}

const expectedOf = (text: string) => /^# expect: (.*)/.exec(text)?.[1] ?? 'a first line "# expect: …"';

const aWorld = (spec: object) => ({
  apiVersion,
  kind,
  metadata: { name: 'spacetime' },
  spec: { image: 'spacetime:v1.0.0', ...spec },
});

beforeAll(async () => {
  const definition = customResourceDefinition();
  // In kubectl's name, so that a later `kubectl apply --server-side` of another version finds no conflict.
  await ask('PATCH', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${definition.metadata.name}`, {
    body: definition,
    contentType: 'application/apply-patch+yaml',
    query: { fieldManager: 'kubectl', force: 'true' },
  });
  await ask('POST', '/api/v1/namespaces', { body: { metadata: { name: namespace } } });
  const latest = textOf('invalid', 'latest-in-production.yaml');
  await eventually('Serving the definition', async () =>
    (await refusal(parse(latest))).includes(expectedOf(latest)) ? true : undefined,
  );
}, 120_000);

afterAll(async () => {
  await ask('DELETE', `/api/v1/namespaces/${namespace}`);
  await server.close();
});

describe('the API server', () => {
  it.each(filesIn(join(samples, 'invalid')))('refuses %s with the sentence that it expects', async (file) => {
    const text = textOf('invalid', file);
    const [first, second] = parseAllDocuments(text).map((document) => document.toJS() as Sample);
    if (!first) throw new Error(`${file} holds no object.`);
    const said = second ? await refusalOfChange(first, second) : await refusal(first);
    expect(said).toContain(expectedOf(text));
  });

  it.each(filesIn(samples))('takes %s', async (file) => {
    expect(await refusal(parse(textOf(file)))).toBe('');
  });

  it('fills in every default of the smallest world', async () => {
    const fields = Object.entries(openAPISchema().properties?.['spec']?.properties ?? {});
    const defaults = fields.flatMap(([name, field]) =>
      field.default === undefined ? [] : [[name, field.default]],
    );
    const { spec } = await tried(parse(textOf('minimal.yaml')));
    expect(spec).toEqual({ image: 'spacetime:v1.0.0', ...Object.fromEntries(defaults) });
  });

  it('fills in what is left out beside what is given', async () => {
    const { spec } = await tried(aWorld({ api: { port: 9000 }, rollout: { sla: { maxMemory: '500M' } } }));
    expect(spec['api']).toEqual({ enabled: true, port: 9000, logLevel: 'info', requestsPerMinute: 100 });
    expect(spec['rollout']).toMatchObject({
      bakeSeconds: 600,
      sla: { maxErrorPercent: 1, maxMemory: '500M' },
    });
  });

  it('explains every field', async () => {
    const { properties = {} } = await eventually('Publishing the schema', publishedSchema);
    expect([
      ...undescribed('spec', properties['spec']),
      ...undescribed('status', properties['status']),
    ]).toEqual([]);
  }, 90_000);

  it('scales a world and finds its pods by the selector of its status', async () => {
    // A paused world starts no release, so no pod follows where an operator runs already.
    await create(aWorld({ replicas: 1, paused: true }));
    const path = `${worlds}/spacetime`;
    const scale = await ask<Scale>('GET', `${path}/scale`);
    expect(scale.spec.replicas).toBe(1);
    // A patch, as an operator that runs already may write the status between a reading and a replacement.
    await ask('PATCH', `${path}/scale`, {
      body: { spec: { replicas: 5 } },
      contentType: 'application/merge-patch+json',
    });
    expect((await ask<World>('GET', path)).spec['replicas']).toBe(5);

    const status = { replicas: 3, selector: 'app.kubernetes.io/instance=spacetime' };
    const scaled = await eventually('Reading the status by scale', async () => {
      const body = { ...(await ask<World>('GET', path)), status };
      await ask('PUT', `${path}/status`, { body });
      const seen = await ask<Scale>('GET', `${path}/scale`);
      return seen.status.selector === status.selector ? seen.status : undefined;
    });
    expect(scaled).toEqual(status);
  }, 90_000);
});

/** The schema of a SpaceTime as `kubectl explain` reads it. */
async function publishedSchema(): Promise<Schema | undefined> {
  const { components } = await ask<{ components: { schemas: Readonly<Record<string, Schema>> } }>(
    'GET',
    `/openapi/v3/apis/${apiVersion}`,
  );
  return components.schemas[[...group.split('.').reverse(), version, kind].join('.')];
}

/** Paths of the fields below one that `kubectl explain` would show without a word. */
function undescribed(path: string, schema: Schema | undefined): string[] {
  if (!schema) return [path];
  const below = Object.entries({ ...schema.properties, ...schema.items?.properties });
  return [
    ...(schema.description ? [] : [path]),
    ...below.flatMap(([name, field]) => undescribed(`${path}.${name}`, field)),
  ];
}
