import { type ApiRoute, type Method, needsBody } from '../http/apiRoute.ts';
import type { Operation } from '../http/operation.ts';
import { routerOf } from '../http/routers.ts';
import { fieldsOf, type JsonSchema, jsonSchema } from './jsonSchema.ts';

/** A parameter of an operation: in its path, its query or its headers. */
interface ParameterObject {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

/** Media type → what has that form. */
type Content = Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>;

/** One answer of an operation. */
export interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  readonly content?: Content;
}

/** One method of a path, as OpenAPI 3.1 describes it. */
export interface OperationObject {
  readonly operationId: string;
  readonly summary: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly ParameterObject[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, ResponseObject>>;
}

/** Describes one operation by its schemas. */
export function operationObject(route: ApiRoute, method: Method, operation: Operation): OperationObject {
  return {
    operationId: operationId(method, route.path),
    summary: operation.summary,
    tags: [routerOf(route.path)],
    security: security(route, operation),
    parameters: parameters(route.path, operation),
    ...(operation.body && { requestBody: requestBody(operation, jsonSchema(operation.body, 'input')) }),
    responses: responses(route, operation),
  };
}

function security({ access }: ApiRoute, { scope }: Operation): NonNullable<OperationObject['security']> {
  return access === 'open' ? [{}, { token: [] }] : [{ token: [scope] }];
}

function operationId(method: Method, path: string): string {
  const words = path.split(/[/:_-]+/).filter(Boolean);
  return [method, ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
}

function parameters(path: string, { params, query }: Operation): ParameterObject[] {
  const inPath = params ? fieldsOf(jsonSchema(params, 'input')) : [];
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return [
    ...names.map((name) => ({
      name,
      in: 'path' as const,
      required: true,
      schema: inPath.find((field) => field.name === name)?.schema ?? { type: 'string' },
    })),
    ...(query ? fieldsOf(jsonSchema(query, 'input')) : []).map((field) => ({
      ...field,
      in: 'query' as const,
    })),
  ];
}

function requestBody(operation: Operation, schema: JsonSchema): NonNullable<OperationObject['requestBody']> {
  const [example] = (schema['examples'] ?? []) as unknown[];
  return {
    required: needsBody(operation),
    content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
  };
}

function responses(route: ApiRoute, operation: Operation): OperationObject['responses'] {
  const content = { 'application/json': { schema: jsonSchema(operation.answer, 'output') } };
  const good = { [operation.status]: 'Done.', ...operation.also };
  const problems = { ...usualProblems(route, operation), ...operation.problems };
  return {
    ...mapped(problems, (description) => problem(description)),
    ...mapped(good, (description) => ({ description, content })),
    default: problem('Any other problem.'),
  };
}

const mapped = <T>(from: Readonly<Record<string, string>>, to: (text: string) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(from).map(([status, text]) => [status, to(text)]));

/** What the usual problems say; an operation may say more of one. */
export const usualMeanings = {
  400: 'A field is wrong; the message names it.',
  401: 'The token is missing or wrong.',
  403: "The token's scopes do not allow this.",
  404: 'It is not there, or the API is off.',
  413: 'The body has more than 1 MiB.',
  415: 'The body is no plain JSON.',
  429: 'More requests than the limit allows; Retry-After says when to ask again.',
  503: 'The database does not answer; Retry-After says when to ask again.',
} as const;

/** What every route of this kind can answer. */
function usualProblems({ path, access }: ApiRoute, { body }: Operation): Readonly<Record<number, string>> {
  const statuses: readonly (keyof typeof usualMeanings)[] = [
    400,
    401,
    429,
    ...(access === 'open' ? [] : ([403, 503] as const)),
    ...(access === 'token' || path.includes(':') ? ([404] as const) : []),
    ...(body ? ([413, 415] as const) : []),
  ];
  return Object.fromEntries(statuses.map((status) => [status, usualMeanings[status]]));
}

const problem = (description: string): ResponseObject => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
