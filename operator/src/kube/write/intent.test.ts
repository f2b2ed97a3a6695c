import type { Deployment, Secret } from '../types.ts';
import { holds, intentAnnotation, intentOf, spelledBy } from './intent.ts';

const aDeployment = (more = {}): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'demo', namespace: 'xr', labels: { app: 'spacetime' } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'spacetime' } },
    template: { spec: { containers: [{ name: 'runtime', image: 'a:1', args: ['x', 'y'] }] } },
  },
  ...more,
});

const hash = (object: Deployment | Secret) => intentOf(object).metadata.annotations?.[intentAnnotation];

describe('the intent', () => {
  it('leaves out what is null or undefined, however deep', () => {
    const object = {
      ...aDeployment(),
      spec: { a: null, b: [1, undefined, { c: null, d: 0 }] },
    } as unknown as Deployment;
    expect(intentOf(object).spec).toEqual({ b: [1, { d: 0 }] });
  });

  it('keeps other annotations', () => {
    const object = aDeployment({ metadata: { name: 'demo', annotations: { mine: 'yes' } } });
    expect(intentOf(object).metadata.annotations).toEqual({
      mine: 'yes',
      [intentAnnotation]: expect.any(String),
    });
  });

  it('has the same hash for the same wish, in whatever order it is written', () => {
    const { spec, metadata, ...rest } = aDeployment();
    expect(hash({ spec, ...rest, metadata: { ...metadata } } as Deployment)).toBe(hash(aDeployment()));
    expect(hash(aDeployment({ spec: { ...spec, replicas: 3 } }))).not.toBe(hash(aDeployment()));
  });

  it('has a hash that tells the keys of a Secret but nothing of its values', () => {
    const aSecret = (data: Record<string, string>): Secret => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      data,
    });
    expect(hash(aSecret({ a: 'eA==' }))).toBe(hash(aSecret({ a: 'eQ==' })));
    expect(hash(aSecret({ a: 'eA==' }))).not.toBe(hash(aSecret({ a: 'eA==', b: 'eA==' })));
  });
});

describe('a live object holds an intent', () => {
  const intent = aDeployment();
  const container = { name: 'runtime', image: 'a:1', args: ['x', 'y'] };
  const withContainers = (...containers: object[]) =>
    aDeployment({ spec: { ...intent.spec, template: { spec: { containers } } } });

  it.each<[string, unknown, unknown]>([
    ['when it is equal', aDeployment(), intent],
    ['when it says more: defaults, status, fields of others', { ...aDeployment(), status: {}, x: 1 }, intent],
    ['when a side-car was put in', withContainers({ name: 'proxy' }, { ...container, tty: false }), intent],
    [
      'when it leaves out what says nothing',
      { a: 1 },
      { a: 1, b: false, c: '', d: 0, e: [], f: {}, g: { h: [] } },
    ],
    [
      'when a named list has another order',
      { l: [{ name: 'b' }, { name: 'a' }] },
      { l: [{ name: 'a' }, { name: 'b' }] },
    ],
  ])('%s', (_, live, wish) => {
    expect(holds(live, wish)).toBe(true);
  });

  it.each<[string, unknown, unknown]>([
    ['when a field differs', aDeployment({ spec: { ...intent.spec, replicas: 5 } }), intent],
    ['when a field is missing', { ...aDeployment(), spec: undefined }, intent],
    [
      'when a label is missing',
      aDeployment({ metadata: { name: 'demo', namespace: 'xr', labels: {} } }),
      intent,
    ],
    ['when a container has another image', withContainers({ ...container, image: 'a:2' }), intent],
    ['when a container is missing', withContainers({ name: 'proxy' }), intent],
    [
      'when a plain list has one more element',
      withContainers({ ...container, args: ['x', 'y', 'z'] }),
      intent,
    ],
    ['when a plain list has another order', withContainers({ ...container, args: ['y', 'x'] }), intent],
    ['when an unnamed list has one more element', { l: [{ from: 1 }, {}] }, { l: [{ from: 1 }] }],
    ['when it is a number and not a text', { port: 80 }, { port: '80' }],
    ['when it is nothing at all', undefined, intent],
  ])('not %s', (_, live, wish) => {
    expect(holds(live, wish)).toBe(false);
  });
});

it('an intent in the spelling of the server is held by what the server answered', () => {
  const wish = {
    metadata: { name: 'a' },
    spec: { cpu: '1000m', list: [{ name: 'x', memory: '1024Mi' }], none: [] },
  };
  const answer = {
    metadata: { name: 'a', uid: '1' },
    spec: { cpu: '1', list: [{ name: 'x', memory: '1Gi', more: 1 }], other: 2 },
  };
  expect(holds(answer, wish)).toBe(false);
  expect(spelledBy(answer, wish)).toEqual({
    metadata: { name: 'a' },
    spec: { cpu: '1', list: [{ name: 'x', memory: '1Gi', more: 1 }] },
  });
  expect(holds(answer, spelledBy(answer, wish))).toBe(true);
});
