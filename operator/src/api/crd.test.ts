import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { customResourceDefinition, openAPISchema, type Schema } from './crd.ts';

/** Every schema below a path, the path first. */
function* below(path: string, schema: Schema): Generator<readonly [string, Schema]> {
  yield [path, schema];
  for (const [name, field] of Object.entries(schema.properties ?? {})) yield* below(`${path}.${name}`, field);
  if (schema.items) yield* below(`${path}[]`, schema.items);
}

const { spec, status } = openAPISchema().properties ?? {};
if (!spec || !status) throw new Error('The resource has a spec and a status.');
const all = [...below('spec', spec), ...below('status', status)];
const pathsWhere = (wanted: (schema: Schema) => boolean) =>
  all.filter(([, schema]) => wanted(schema)).map(([path]) => path);

const has = (schema: Schema, ...keys: readonly (keyof Schema)[]) =>
  keys.every((key) => schema[key] !== undefined);

describe('the schema', () => {
  it('describes every field', () => {
    const items = (path: string) => path.endsWith('[]');
    expect(pathsWhere((schema) => !schema.description).filter((path) => !items(path))).toEqual([]);
  });

  it('bounds every number, string and list', () => {
    const bounded = (schema: Schema) =>
      schema.enum !== undefined ||
      ({
        integer: has(schema, 'minimum', 'maximum'),
        string: has(schema, 'maxLength'),
        array: has(schema, 'maxItems', 'x-kubernetes-list-type'),
      }[schema.type ?? 'string'] ??
        true);
    expect(pathsWhere((schema) => !bounded(schema))).toEqual([]);
  });

  it('is structural: one type for each field, no closed objects, maps of bounded strings alone, no unions of objects', () => {
    const known = ['string', 'integer', 'boolean', 'array', 'object'];
    const typed = (schema: Schema) =>
      known.includes(schema.type ?? '') !== Boolean(schema['x-kubernetes-int-or-string']);
    expect(pathsWhere((schema) => !typed(schema))).toEqual([]);
    const closed = (schema: Schema) =>
      'additionalProperties' in schema && (!schema.additionalProperties?.maxLength || !schema.maxProperties);
    expect(pathsWhere(closed)).toEqual([]);
    const forbidden = ['oneOf', 'allOf', 'not', '$ref', 'nullable', 'readOnly'];
    expect(pathsWhere((schema) => forbidden.some((key) => key in schema))).toEqual([]);
    expect(pathsWhere((schema) => Boolean(schema.anyOf) && !schema['x-kubernetes-int-or-string'])).toEqual(
      [],
    );
  });

  it('requires nothing in a spec but the image, outside lists, references and what names whom to trust or how far to grow', () => {
    const requiring = pathsWhere((schema) => Boolean(schema.required?.length));
    const groups = requiring.filter((path) => path.startsWith('spec') && !path.includes('[]'));
    expect(groups).toEqual([
      'spec',
      'spec.secrets.secretRef',
      'spec.database.secretRef',
      'spec.tls.certManager',
      'spec.tls.certManager.issuerRef',
      'spec.tls.secretRef',
      'spec.autoscaling',
      'spec.promotion.requires',
    ]);
    expect(spec.required).toEqual(['image']);
  });

  it('gives no defaults inside list items, where a client-side diff would see them for ever', () => {
    expect(
      pathsWhere((schema) => schema.default !== undefined).filter((path) => path.includes('[]')),
    ).toEqual([]);
  });

  it('writes defaults out at each level, because they are checked before what is nested is filled in', () => {
    expect(spec.properties?.['probes']?.default).toEqual({
      startup: { timeoutSeconds: 60 },
      liveness: { periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 },
      readiness: { periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 2 },
    });
    expect(spec.properties?.['rollout']?.default).toMatchObject({
      canary: { steps: [{ trafficPercent: 10 }, { trafficPercent: 50 }], minSeconds: 20 },
      sla: { maxErrorPercent: 1 },
    });
  });

  it('answers in sentences: each rule names its field and ends in a full stop', () => {
    const messages = all.flatMap(([, schema]) =>
      (schema['x-kubernetes-validations'] ?? []).map((rule) => rule.message),
    );
    expect(messages.filter((message) => !/^[a-zA-Z.-]+[ ,].*\.$/.test(message))).toEqual([]);
  });

  it('has an invalid sample for each of its sentences', () => {
    const folder = join(import.meta.dirname, '../../../crds/samples/invalid');
    const expected = readdirSync(folder).map(
      (file) => readFileSync(join(folder, file), 'utf8').split('\n')[0],
    );
    const sentences = [...below('', openAPISchema())].flatMap(([, schema]) =>
      (schema['x-kubernetes-validations'] ?? []).map(({ message }) => `# expect: ${message}`),
    );
    expect(expected).toEqual(expect.arrayContaining(sentences));
  });

  it('names the keys of keyed lists, and each item must give them', () => {
    const keyed = all.filter(([, schema]) => schema['x-kubernetes-list-type'] === 'map');
    expect(keyed.length).toBeGreaterThan(5);
    for (const [, { items, 'x-kubernetes-list-map-keys': keys = [] }] of keyed) {
      expect(items?.required).toEqual(expect.arrayContaining([...keys]));
    }
  });
});

describe('the definition', () => {
  it('scales, has a status of its own, and shows a world in one line', () => {
    const [version] = customResourceDefinition().spec.versions;
    expect(version?.subresources.scale.labelSelectorPath).toBe('.status.selector');
    expect(version?.additionalPrinterColumns.map(({ name }) => name)).toEqual([
      'Ready',
      'Phase',
      'Revision',
      'Pods',
      'Checklist',
      'URL',
      'Age',
      'Candidate',
      'Traffic',
      'Held',
      'Reason',
      'Environment',
      'Image',
    ]);
  });
});
