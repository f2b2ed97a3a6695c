import * as z from 'zod';
import { type Rule, rules } from './fields.ts';
import { category, group, kind, plural, shortName, singular, version } from './identity.ts';
import { SpaceTimeSpec } from './spacetime.ts';
import { SpaceTimeStatus } from './status.ts';

/** The part of OpenAPI that a CustomResourceDefinition admits and this resource uses. */
export interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  /** What every value of a map is. */
  readonly additionalProperties?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly Rule[];
}

const nameRules = rules(
  {
    rule: 'self.metadata.name.size() <= 40',
    message:
      'metadata.name may have at most 40 characters, because revisions are named after it; choose a shorter one.',
  },
  {
    rule: "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    message:
      "metadata.name must start with a letter and hold only lower-case letters, digits and '-', because a Service bears it.",
  },
  {
    rule: "!self.metadata.name.matches('-(secrets|tls|db|[bcdfghjklmnpqrstvwxz2456789]{10})$')",
    message:
      'metadata.name must not end in -secrets, -tls, -db or like a revision, because children of another world are named so; choose another name.',
  },
);

const columns = [
  [
    'Ready',
    'string',
    '.status.conditions[?(@.type=="Ready")].status',
    'Whether users are served by what the spec asks for.',
  ],
  ['Phase', 'string', '.status.phase', 'Where the world stands.'],
  ['Revision', 'string', '.status.stableRevision', 'Revision that users have.'],
  ['Pods', 'integer', '.status.readyReplicas', 'Pods that serve users.'],
  ['Checklist', 'string', '.status.checklist.summary', 'Lines of the production checklist that are passed.'],
  ['URL', 'string', '.status.url', 'Where the world is reached.'],
  ['Age', 'date', '.metadata.creationTimestamp', 'Time since it was created.'],
] as const;

const wideColumns = [
  ['Candidate', 'string', '.status.candidateRevision', 'Revision that is on trial.'],
  ['Traffic', 'integer', '.status.release.trafficPercent', 'Per cent of users that the candidate has.'],
  [
    'Held',
    'string',
    '.status.conditions[?(@.type=="Held")].status',
    'Whether the revision asked for was rejected.',
  ],
  ['Reason', 'string', '.status.conditions[?(@.type=="Ready")].reason', 'Why it is ready or not.'],
  ['Environment', 'string', '.spec.environment', 'Environment of the world.'],
  ['Image', 'string', '.spec.image', 'Image that the spec asks for.'],
] as const;

/** Columns of `kubectl get`; those with priority 1 show with `-o wide`. */
const printerColumns = [
  ...columns.map(([name, type, jsonPath, description]) => ({ name, type, jsonPath, description })),
  ...wideColumns.map(([name, type, jsonPath, description]) => ({
    name,
    type,
    jsonPath,
    description,
    priority: 1,
  })),
];

/** The definition that the API server is given. Pure, and the same for the same schema. */
export const customResourceDefinition = () => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: {
      kind,
      listKind: `${kind}List`,
      plural,
      singular,
      shortNames: [shortName],
      categories: [category],
    },
    versions: [
      {
        name: version,
        served: true,
        storage: true,
        subresources: {
          status: {},
          scale: {
            specReplicasPath: '.spec.replicas',
            statusReplicasPath: '.status.replicas',
            labelSelectorPath: '.status.selector',
          },
        },
        additionalPrinterColumns: printerColumns,
        schema: { openAPIV3Schema: openAPISchema() },
      },
    ],
  },
});

/** The structural schema of the whole object. */
export const openAPISchema = (): Schema => ({
  description:
    'A production deployment of a WebXR world, whose every change is a release that can be undone.',
  type: 'object',
  required: ['spec'],
  ...nameRules,
  properties: {
    apiVersion: { type: 'string', description: `${group}/${version}.` },
    kind: { type: 'string', description: `${kind}.` },
    metadata: { type: 'object' },
    spec: schemaOf(SpaceTimeSpec),
    status: schemaOf(SpaceTimeStatus),
  },
});

const schemaOf = (parsed: z.ZodType): Schema =>
  structural(z.toJSONSchema(parsed, { target: 'openapi-3.0', io: 'input', reused: 'inline' }) as Schema);

/** A structural schema may give an int-or-string no type, and its defaults are written out at every level. */
function structural({ type, properties, items, ...rest }: Schema): Schema {
  if (rest['x-kubernetes-int-or-string'])
    return { ...rest, anyOf: [{ type: 'integer' }, { type: 'string' }] };
  if (items) return { type: 'array', ...rest, items: structural(items) };
  if (!properties) return type ? { type, ...rest } : rest;
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, structural(field)]),
  );
  const object: Schema = { type: 'object', ...rest, properties: fields };
  return rest.default === undefined ? object : { ...object, default: defaultOf(object) };
}

/** The API server checks a default before it fills in what is nested, so a group's default holds all of its own. */
const defaultOf = ({ properties = {} }: Schema): unknown =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, field]) =>
      field.default === undefined ? [] : [[name, field.default]],
    ),
  );
