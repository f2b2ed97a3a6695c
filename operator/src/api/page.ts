import { conditions, derivedConditions, holdReasons } from './conditions.ts';
import { openAPISchema, type Schema } from './crd.ts';
import { eventTypes } from './events.ts';
import { apiVersion, type commandAnnotations, kind } from './identity.ts';

const commandHelp: Readonly<Record<keyof typeof commandAnnotations, string>> = {
  restart: 'New pods of the stable revision, one after the other, drained. It is no release.',
  retry: 'Releases the hold of the revision that the spec asks for and starts it again at Preparing.',
  promote:
    'REV: gives all users to this candidate as soon as its pods are ready, in whatever phase it is, also when it is held; while it bakes, ends the bake. It is still judged.',
  approve: 'REV/STEP: lets this step (from 1) of the canary end, where its approval is Manual.',
  abort: 'REV: rolls this candidate back and holds it.',
  undo: 'previous or REV: starts that revision from its record, gives it all users when it is whole, and holds the present one until the spec asks for another or retry.',
  checklist: 'Runs the production checklist on the stable revision and says how many lines passed.',
  rotate:
    'API_TOKEN or GRAFANA_ADMIN_PASSWORD: replaces a value that the operator made. Every pod accepts a new API token before it is in the Secret, and the old one for secrets.rotation.overlapSeconds more. Refused for a value of yours, and for DATABASE.',
  drill:
    'MissingImage, CrashAtStart or NeverReady: starts a throw-away copy of the stable revision with this fault, like a release, and says whether it was undone. No user is sent to it and it leaves nothing behind. Refused unless the world is stable on what its spec asks for.',
};

/** The API page in Markdown. Pure: it says what the schema says. */
export function apiPage(): string {
  const { spec = {}, status = {} } = openAPISchema().properties ?? {};
  return `${[
    `# ${kind} (${apiVersion})`,
    'Generated from `operator/src/api` by `npm run generate`. Only `spec.image` is required.',
    '## spec',
    ...fieldSections(spec),
    '## What is refused',
    'The API server answers with one of these sentences. Types, bounds and values of the tables are refused in its own words.',
    sentencesOf(openAPISchema())
      .map((sentence) => `- ${sentence}`)
      .join('\n'),
    '## status',
    ...fieldSections(status),
    '## Conditions',
    'Ready is False before Unknown before True; only conditions marked ✦ feed it.',
    conditionTable(),
    '## Reasons of a hold',
    table(
      ['Reason', 'Meaning'],
      Object.entries(holdReasons).map(([name, meaning]) => [code(name), meaning]),
    ),
    '## Events',
    ...['Normal', 'Warning'].map((type) => `${type}: ${eventsOf(type).map(code).join(', ')}.`),
    '## Commands',
    'Annotations on a SpaceTime. The value is what the command names (`restart`, `retry`, `checklist`: anything new, such as the time), at most 63 characters; `VALUE@ANYTHING` says the same again. A command that names another revision than the one meant is refused with a reason. Each distinct value runs once; removing it does nothing. Values found on a new object are recorded and not run.',
    table(
      ['Annotation', 'What it does'],
      Object.entries(commandHelp).map(([name, help]) => [code(`spacetime.dev/${name}`), help]),
    ),
  ].join('\n\n')}\n`;
}

/** One table of the fields that have no group, then one for each group. */
function fieldSections(parent: Schema): string[] {
  const fields = Object.entries(parent.properties ?? {});
  const single = fields.filter(([, field]) => !field.properties);
  const groups = fields.filter(([, field]) => field.properties);
  return [
    fieldTable(single.flatMap(([name, field]) => rows(name, field, parent))),
    ...groups.flatMap(([name, group]) => [
      `### ${name}`,
      group.description ?? '',
      fieldTable(children(name, group)),
    ]),
  ];
}

const fieldTable = (cells: readonly string[][]) => table(['Field', 'Type', 'Default', 'What it does'], cells);

/** A field and all below it, as rows. */
function rows(path: string, field: Schema, parent: Schema): string[][] {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const required = parent.required?.includes(name) ? '**required**' : '';
  const standard =
    field.default === undefined || field.properties ? required : code(JSON.stringify(field.default));
  const own = [code(path), typeOf(field), standard, field.description ?? ''];
  if (field.items?.properties) return [own, ...children(`${path}[]`, field.items)];
  return field.properties ? [own, ...children(path, field)] : [own];
}

const children = (path: string, parent: Schema): string[][] =>
  Object.entries(parent.properties ?? {}).flatMap(([name, field]) => rows(`${path}.${name}`, field, parent));

function typeOf(field: Schema): string {
  if (field.enum) return field.enum.map(code).join(', ');
  if (field.items) return listType(field);
  if (field['x-kubernetes-int-or-string']) return 'integer or string';
  if (field.format === 'date-time') return 'time';
  if (field.type === 'integer') return `integer ${bounds(field.minimum, field.maximum)}`;
  if (field.type === 'string') return `string ≤ ${field.maxLength}`;
  if (field.additionalProperties) return `map ≤ ${field.maxProperties}`;
  return field.type ?? '';
}

function listType(field: Schema): string {
  const [key] = field['x-kubernetes-list-map-keys'] ?? [];
  const items = field.items?.type === 'string' ? ' of strings' : '';
  return `list${items} ${bounds(field.minItems, field.maxItems)}${key ? `, by ${code(key)}` : ''}`;
}

const largestInteger = 2_147_483_647;

function bounds(least: number | undefined, most: number | undefined): string {
  if (least === undefined) return `≤ ${most}`;
  return most === largestInteger ? `≥ ${least}` : `${least}–${most}`;
}

const sentencesOf = (schema: Schema): string[] => [
  ...new Set([
    ...(schema['x-kubernetes-validations'] ?? []).map((rule) => rule.message),
    ...Object.values(schema.properties ?? {}).flatMap(sentencesOf),
    ...(schema.items ? sentencesOf(schema.items) : []),
  ]),
];

function conditionTable(): string {
  const found = Object.entries(conditions).map(([type, { meaning, feedsReady, ...reasons }]) => [
    `${feedsReady ? '✦ ' : ''}${code(type)}`,
    meaning,
    ...[reasons.True, reasons.False, reasons.Unknown].map((names) => names.join(', ')),
  ]);
  const derived = Object.entries(derivedConditions).map(([type, meaning]) => [
    code(type),
    meaning,
    '',
    '',
    '',
  ]);
  return table(['Type', 'Meaning', 'True', 'False', 'Unknown'], [...found, ...derived]);
}

const eventsOf = (wanted: string) =>
  Object.entries(eventTypes).flatMap(([name, type]) => (type === wanted ? [name] : []));

const code = (text: string) => `\`${text}\``;

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}
