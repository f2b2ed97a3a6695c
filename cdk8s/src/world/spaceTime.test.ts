import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Testing } from 'cdk8s';
import { Role, Secret } from 'cdk8s-plus-28';
import { parse, parseAllDocuments } from 'yaml';
import { SpaceTime, type SpaceTimeInput } from './spaceTime.ts';

const samples = join(import.meta.dirname, '../../../crds/samples');
const filesIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const isWorld = (text: string) => /^kind: SpaceTime$/m.test(text);
const textOf = (...path: readonly string[]) => readFileSync(join(samples, ...path), 'utf8');

interface Sample {
  readonly metadata: { readonly name: string };
  readonly spec: SpaceTimeInput;
}

const aChart = (namespace?: string) =>
  new Chart(Testing.app(), 'chart', { disableResourceNameHashes: true, ...(namespace && { namespace }) });

const made = ({ metadata, spec }: Sample): unknown => {
  const chart = aChart();
  new SpaceTime(chart, 'world', { metadata, spec });
  return chart.toJson()[0];
};

/** What the API server alone says: rules about a change need what was before it. */
const ofTheCluster = /before|cannot (move|shrink)|immutable/;
const invalid = filesIn(join(samples, 'invalid'))
  .map((file): [string, string, string] => {
    const text = textOf('invalid', file);
    return [file, /^# expect: (.*)/.exec(text)?.[1] ?? '', text];
  })
  .filter(([, sentence]) => !ofTheCluster.test(sentence));

describe('a SpaceTime', () => {
  const worlds = filesIn(samples).map((file) => [file, textOf(file)] as const);

  it.each(worlds.filter(([, text]) => isWorld(text)))('renders %s as it is written', (_, text) => {
    const sample = parseAllDocuments(text)
      .map((document) => document.toJS() as Sample & { readonly kind: string })
      .find(({ kind }) => kind === 'SpaceTime');
    expect(made(sample as Sample)).toEqual(sample);
  });

  // Bounds and types have the sentences of zod, which name the same field.
  it.each(invalid)('refuses %s with the sentence of the API server', (_, sentence, text) => {
    const field = /^spec(\.\w+)+/.exec(sentence)?.[0];
    const isRule = !/ in body should|^must be of type|required value/i.test(sentence);
    expect(() => made(parse(text) as Sample)).toThrow(isRule ? sentence : (field ?? 'spec.'));
  });

  it('says everything that is wrong at once', () => {
    const spec = { image: 'plaza', replicas: 3, environment: 'production', api: { enabled: false } } as const;
    const making = () => new SpaceTime(aChart(), 'plaza', { spec });
    expect(making).toThrow(/^api\.enabled must be true .* image must end in a tag/);
  });

  it('keeps an empty object, which can be a choice', () => {
    const chart = aChart();
    new SpaceTime(chart, 'plaza', { spec: { image: 'plaza:1', database: { managed: {} } } });
    expect(chart.toJson()[0]).toMatchObject({ spec: { database: { managed: {} } } });
  });

  it('is called like its construct, wherever that stands', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'worlds' });
    const world = new SpaceTime(chart, 'plaza', { spec: { image: 'plaza:1' } });
    expect(chart.toJson()[0].metadata).toEqual({ name: 'plaza', namespace: 'worlds' });
    expect([world.resourceName, world.serviceName, world.url]).toEqual([
      'plaza',
      'plaza',
      'http://plaza.worlds.svc',
    ]);
  });

  it('has the address of its first host name that is one', () => {
    const spec = {
      image: 'plaza:1',
      exposure: { hostnames: ['*.example.com', 'plaza.example.com'] },
      tls: { secretRef: { name: 'plaza-tls' } },
    };
    expect(new SpaceTime(aChart(), 'plaza', { spec }).url).toBe('https://plaza.example.com');
  });

  it('takes Secrets of cdk8s-plus where it names one', () => {
    const chart = aChart();
    const secret = Secret.fromSecretName(chart, 'secret', 'plaza-own');
    new SpaceTime(chart, 'plaza', {
      spec: {
        image: 'plaza:1',
        imagePullSecrets: [secret],
        secrets: { secretRef: secret, mounts: [{ name: 'keys', secretRef: secret }] },
        database: { secretRef: { secret, key: 'uri' } },
      },
    });
    expect(chart.toJson()[0].spec).toEqual({
      image: 'plaza:1',
      imagePullSecrets: [{ name: 'plaza-own' }],
      secrets: {
        secretRef: { name: 'plaza-own' },
        mounts: [{ name: 'keys', secretRef: { name: 'plaza-own' } }],
      },
      database: { secretRef: { name: 'plaza-own', key: 'uri' } },
    });
  });

  it('can be given to a role', () => {
    const chart = aChart();
    const role = new Role(chart, 'role');
    role.allowRead(new SpaceTime(chart, 'plaza', { spec: { image: 'plaza:1' } }));
    expect(chart.toJson().find(({ kind }) => kind === 'Role').rules).toEqual([
      {
        apiGroups: ['spacetime.dev'],
        resources: ['spacetimes'],
        resourceNames: ['plaza'],
        verbs: ['get', 'list', 'watch'],
      },
    ]);
  });
});
