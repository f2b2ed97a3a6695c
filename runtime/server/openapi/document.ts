import { type ApiRoute, operationsOf } from '../http/apiRoute.ts';
import { ProblemDocument } from '../http/problem.ts';
import { routerOf } from '../http/routers.ts';
import { jsonSchema } from './jsonSchema.ts';
import { type OperationObject, operationObject } from './operationObject.ts';
import { plainPaths } from './plainPaths.ts';
import { webhookPayloads } from './webhookPayloads.ts';

/** The parts of an OpenAPI document that this project reads again. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: Readonly<Record<string, unknown>>;
  readonly [more: string]: unknown;
}

const description = `The HTTP interface of one world. Every path is also below \`/api\` and \`/api/v2\`, but \`/metrics\`.
Errors are problem documents (RFC 9457) whose message names the field that is wrong.`;

/** Describes the routes as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1), with the payloads of webhooks. */
export function openApi(routes: readonly ApiRoute[]): OpenApiDocument {
  const described = routes.map((route): [string, Record<string, OperationObject>] => [
    openApiPath(route.path),
    Object.fromEntries(
      operationsOf(route).map(([method, operation]) => [method, operationObject(route, method, operation)]),
    ),
  ]);
  return {
    openapi: '3.1.1',
    info: { title: 'SpaceTime runtime', version: '2.0.0', description, license: { name: 'Apache-2.0' } },
    servers: [{ url: '/' }, { url: '/api' }, { url: '/api/v2' }],
    tags: [...new Set(routes.map(({ path }) => routerOf(path)))].map((name) => ({ name })),
    paths: { ...Object.fromEntries(described), ...plainPaths },
    webhooks: webhookPayloads(),
    components: {
      schemas: { Problem: jsonSchema(ProblemDocument, 'output') },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'An API token.' } },
    },
  };
}

/** `/webhooks/:id` as OpenAPI spells it: `/webhooks/{id}`. */
export const openApiPath = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');
