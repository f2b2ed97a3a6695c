import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAPISchema } from '../../operator/src/api/crd.ts';
import { certManagerDefinitions } from '../../operator/test/certManagerDefinitions.ts';
import { gatewayDefinitions } from '../../operator/test/gatewayDefinitions.ts';
import { grafanaDefinition, prometheusDefinitions } from '../../operator/test/monitoringDefinitions.ts';

type Json = { readonly [key: string]: unknown };

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

const root = join(import.meta.dirname, '../..');
const shared = '_definitions.json';

/** Kubernetes writes these as text or as a number. */
const written = { oneOf: [{ type: 'string' }, { type: 'number' }] };
const looseNames = [
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
  'io.k8s.apimachinery.pkg.api.resource.Quantity',
];

/**
 * Writes the schemas that kubeconform reads: those that this Kubernetes publishes, those of the optional APIs, and ours. Like the
 * API server under strict validation, they admit no field that they do not know.
 */
export function writeSchemas(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const { definitions } = publishedByKubernetes();
  const strict = Object.entries(definitions).map(([name, schema]) => [
    name,
    looseNames.includes(name) ? written : strictly(schema),
  ]);
  write(folder, shared, { definitions: Object.fromEntries(strict) });
  for (const [name, { 'x-kubernetes-group-version-kind': kinds }] of Object.entries(definitions))
    for (const kind of (kinds ?? []) as readonly Kind[])
      write(folder, fileOf(kind), { $ref: `${shared}#/definitions/${name}` });
  for (const [kind, schema] of ofDefinitions()) write(folder, fileOf(kind), strictly(schema));
}

const write = (folder: string, file: string, content: unknown) =>
  writeFileSync(join(folder, file), JSON.stringify(content));

const fileOf = ({ group, version, kind }: Kind): string =>
  `${[kind, ...(group ? [group.split('.')[0]] : []), version].join('-').toLowerCase()}.json`;

/** The description of its API that comes with the Kubernetes of the local cluster. */
function publishedByKubernetes(): { readonly definitions: Readonly<Record<string, Json>> } {
  const module = execFileSync('go', ['list', '-m', '-f', '{{.Dir}}', 'k8s.io/kubernetes'], {
    cwd: join(root, 'e2e/cluster'),
    encoding: 'utf8',
  });
  return JSON.parse(readFileSync(join(module.trim(), 'api/openapi-spec/swagger.json'), 'utf8'));
}

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: Json };
    }[];
  };
}

/** Kinds that come with a definition of their own. */
function ofDefinitions(): readonly (readonly [Kind, Json])[] {
  const published = [
    ...gatewayDefinitions(),
    ...prometheusDefinitions(),
    ...certManagerDefinitions(),
    grafanaDefinition(),
  ] as unknown as readonly Definition[];
  const others = published.flatMap(({ spec }) =>
    spec.versions.map(
      ({ name, schema }) =>
        [{ group: spec.group, version: name, kind: spec.names.kind }, schema.openAPIV3Schema] as const,
    ),
  );
  const own = { group: 'spacetime.dev', version: 'v1', kind: 'SpaceTime' };
  return [...others, [own, openAPISchema() as Json]];
}

const strictFields = (fields: Json): Json =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, strictly(field as Json)]));

/** The same schema, closed to fields that it does not name, at every depth. */
function strictly(schema: Json): Json {
  const { properties, items, additionalProperties, $ref, ...rest } = schema;
  if (typeof $ref === 'string') return { $ref: $ref.replace('#/', `${shared}#/`) };
  if (rest['x-kubernetes-int-or-string']) return written;
  const isOpen = rest['x-kubernetes-preserve-unknown-fields'] === true;
  return {
    ...rest,
    ...(items ? { items: strictly(items as Json) } : {}),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: strictly(additionalProperties as Json) }
      : {}),
    ...(properties ? { properties: strictFields(properties as Json), additionalProperties: isOpen } : {}),
  };
}
