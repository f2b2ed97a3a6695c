import { gzipSync } from 'node:zlib';
import { type ApiRoute, type Method, needsBody, operationsOf } from '../server/http/apiRoute.ts';
import type { Operation } from '../server/http/operation.ts';
import { fieldsOf, formsOf, type JsonSchema, jsonSchema } from '../server/openapi/jsonSchema.ts';

/** A request that must be refused: 4xx, naming the field where there is one. */
export interface BadRequest {
  readonly why: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** What the problem's sentence must speak of. */
  readonly names?: string;
  /** The only right status, where there is just one. */
  readonly status?: number;
}

/** Paths that lead out of the world, as §6 of the security table spells them. */
const traversals = [
  'res://../etc/passwd.tscn',
  'res://a/../../etc/passwd.tscn',
  'res://%2e%2e/secret.tscn',
  'res://..%2fsecret.tscn',
  'res://%252e%252e/secret.tscn',
  'res://..\\secret.tscn',
  'res://a\u0000.tscn',
  'res:////etc/passwd.tscn',
  'res://C:/secret.tscn',
  'res://./a.tscn',
  'res://zoe\u0308.tscn',
  'res://a\n.tscn',
  'file:///etc/passwd',
  '/etc/passwd',
  '../vr_main.tscn',
  'user://a.tscn',
  'RES://vr_main.tscn',
  'res://vr_main.gd',
];

const inUrl = [
  '..%2f..%2fetc%2fpasswd',
  '%2e%2e/%2e%2e/etc/passwd',
  '..%5c..%5csecret',
  '%00',
  '%c0%ae%c0%ae/x',
];
const json = { 'Content-Type': 'application/json' };

/** Everything wrong that one route can be asked. */
export function badRequests(route: ApiRoute): BadRequest[] {
  return [
    ...wrongMethods(route),
    ...operationsOf(route).flatMap(([method, operation]) => {
      const at = { method: method.toUpperCase(), path: filled(route.path) };
      return [...badBodies(at, operation), ...badQueries(at, operation), ...badPaths(at, route.path)];
    }),
  ];
}

interface At {
  readonly method: string;
  readonly path: string;
}

/** The path with an id that no test makes. */
const filled = (path: string) => path.replaceAll(/:\w+/g, '999999999');

function wrongMethods(route: ApiRoute): BadRequest[] {
  const path = filled(route.path);
  const methods: readonly Method[] = ['get', 'post', 'put', 'patch', 'delete'];
  const others = methods.filter((method) => !route[method]).map((method) => method.toUpperCase());
  return [...others, 'PROPFIND'].map((method) => ({ why: `method ${method}`, method, path, status: 405 }));
}

function badBodies(at: At, operation: Operation): BadRequest[] {
  const { body } = operation;
  const schema = body && jsonSchema(body, 'input');
  const given = schema ? exampleOf(schema) : {};
  const send = (why: string, content: unknown, names?: string): BadRequest => ({
    ...at,
    why,
    headers: json,
    body: JSON.stringify(content),
    status: 400,
    ...(names && { names }),
  });
  return [
    ...unreadable(at, JSON.stringify(given)),
    ...(needsBody(operation)
      ? [
          { ...at, why: 'no body' },
          { ...at, why: 'an empty body', headers: json, body: '' },
        ]
      : []),
    send('a field that nobody knows', { ...given, no_such_field: 1 }, 'no_such_field'),
    send('a list', [given]),
    ...(schema ? fieldsOf(formOf(schema, given)) : []).flatMap((field) => [
      ...(field.required ? [send(`no ${field.name}`, without(given, field.name), field.name)] : []),
      ...wrongValues(field).map(([why, value]) =>
        send(`${field.name}: ${why}`, { ...given, [field.name]: value }, field.name),
      ),
    ]),
  ];
}

/** The form that a body has, of a schema that lets choose by its field `type`. */
const formOf = (schema: JsonSchema, body: Record<string, unknown>): JsonSchema =>
  formsOf(schema).find((form) =>
    fieldsOf(form).every(({ name, schema: of }) => of['const'] === undefined || of['const'] === body[name]),
  ) ?? schema;

/** A body that would be accepted: the example of its schema, or nothing at all where no field must be there. */
function exampleOf(schema: JsonSchema): Record<string, unknown> {
  const [example] = (schema['examples'] ?? []) as Record<string, unknown>[];
  if (example) return example;
  if (fieldsOf(schema).every(({ required }) => !required)) return {};
  throw new Error(`Give the body an example with .meta({ examples: […] }): ${JSON.stringify(schema)}`);
}

/** Bodies that no route reads, wherever they are sent. */
function unreadable(at: At, good: string): BadRequest[] {
  const of = (why: string, body: Buffer | string, status = 400): BadRequest => ({
    ...at,
    why,
    headers: json,
    body,
    status,
  });
  const typed = (type: string): BadRequest => ({
    ...at,
    why: type,
    headers: { 'Content-Type': type },
    body: good,
    status: 415,
  });
  const polluted = good.replace(
    /^\{/,
    good === '{}' ? '{"__proto__":{"admin":true}' : '{"__proto__":{"admin":true},',
  );
  return [
    ...['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16'].map(typed),
    { ...of('gzip', gzipSync(good), 415), headers: { ...json, 'Content-Encoding': 'gzip' } },
    of('half a JSON document', '{"a":'),
    of('a text', '"text"'),
    of('null', 'null'),
    of('a byte order mark', `\ufeff${good}`),
    of('no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
    of('33 levels', `${'['.repeat(33)}${']'.repeat(33)}`),
    of('100,000 levels', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
    of('too many values', `[${'0,'.repeat(10_000)}0]`),
    { ...of('__proto__', polluted), names: '__proto__' },
    of('more than 1 MiB', `{"a":"${'x'.repeat(1_048_576)}"}`, 413),
  ];
}

const without = (given: Record<string, unknown>, name: string) =>
  Object.fromEntries(Object.entries(given).filter(([key]) => key !== name));

const typesOf = (schema: JsonSchema): string[] =>
  [schema, ...((schema['anyOf'] ?? []) as JsonSchema[])].flatMap(({ type }) =>
    type === undefined ? [] : [type].flat().map(String),
  );

/** Values that a field of this kind cannot have. */
function wrongValues({
  name,
  schema,
}: {
  readonly name: string;
  readonly schema: JsonSchema;
}): [string, unknown][] {
  const types = typesOf(schema);
  const others: [string, unknown][] = [
    ['a number', 7.5],
    ['a truth', true],
    ['a list', [[1]]],
    ['a text', '\u{1f480}'],
    ['an object', { no: 'such' }],
    ['null', null],
  ];
  const kinds: Readonly<Record<string, string>> = {
    string: 'a text',
    array: 'a list',
    object: 'an object',
    boolean: 'a truth',
    null: 'null',
    number: 'a number',
  };
  // A text may be any text, and an object any object; the other kinds are wrong for sure.
  const wrong = others.filter(([kind]) => !types.some((type) => kinds[type] === kind));
  if (!types.includes('string')) return wrong;
  const paths = name === 'scene_path' ? traversals : ['a\u0000b', '\ud800'];
  return [
    ...wrong,
    ['too long', 'x'.repeat(300_000)],
    ...paths.map((path): [string, string] => [path, path]),
  ];
}

function badQueries(at: At, { query, body }: Operation): BadRequest[] {
  const good = body && { headers: json, body: JSON.stringify(exampleOf(jsonSchema(body, 'input'))) };
  const fields = query ? fieldsOf(jsonSchema(query, 'input')) : [];
  const ask = (why: string, text: string, names?: string): BadRequest => ({
    ...at,
    ...good,
    why: `query: ${why}`,
    path: `${at.path}?${text}`,
    ...(names && { names }),
    status: 400,
  });
  return [
    ask('a field that nobody knows', 'no_such_field=1', 'no_such_field'),
    ask('__proto__', '__proto__=1', '__proto__'),
    ask('no UTF-8', 'a=%ff'),
    ask('NUL', 'a=%00'),
    ...fields.flatMap(({ name }) => [
      ask(`${name} twice`, `${name}=1&${name}=1`, name),
      ask(`${name} too long`, `${name}=${'x'.repeat(5000)}`, name),
      ask(`${name} with NUL`, `${name}=%00`, name),
      ...(name === 'dir' ? traversals.slice(2, 7) : []).map((path) =>
        ask(`${name}: ${path}`, `${name}=${encodeURIComponent(path)}`, name),
      ),
    ]),
  ];
}

function badPaths(at: At, pattern: string): BadRequest[] {
  const below = inUrl.map((end): BadRequest => ({ ...at, why: `path: ${end}`, path: `${at.path}/${end}` }));
  const ids = ['x', '0', '-1', '1e9', '1.5', '9'.repeat(400), '%00', '%27%20or%201=1', ...inUrl];
  const names = [...pattern.matchAll(/:(\w+)/g)].map(([name]) => name);
  const wrongIds = names.flatMap((name) =>
    ids.map(
      (id): BadRequest => ({ ...at, why: `${name} is ${id}`, path: filled(pattern.replace(name, id)) }),
    ),
  );
  return [...below, ...wrongIds];
}
