import type { OpenApiDocument } from './document.ts';

const open = { tags: ['/metrics'], security: [{}], parameters: [] };

const text = { type: 'string' };
const world = {
  type: 'object',
  required: ['scene_name', 'scene_path', 'scene_url', 'revision', 'ticket'],
  properties: {
    scene_name: text,
    scene_path: text,
    scene_url: text,
    revision: text,
    ticket: text,
    stale: { const: true },
  },
  additionalProperties: false,
};

/** The paths that answer something other than JSON made by an operation. */
export const plainPaths: OpenApiDocument['paths'] = {
  '/metrics': {
    get: {
      ...open,
      operationId: 'getMetrics',
      summary: 'Everything that is measured, as Prometheus text.',
      responses: {
        200: {
          description: 'The text format of Prometheus.',
          content: { 'text/plain': { schema: { type: 'string' } } },
        },
      },
    },
  },
  '/world': {
    get: {
      ...open,
      tags: ['/world'],
      operationId: 'getWorld',
      summary: 'Where visitors find the current scene, with a ticket for the sockets of this origin.',
      responses: {
        200: { description: 'Done.', content: { 'application/json': { schema: world } } },
        default: {
          description: 'No scene is loaded, or this world is for invited visitors only.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  },
  '/openapi.json': {
    get: {
      ...open,
      operationId: 'getOpenapiJson',
      summary: 'This document.',
      tags: [],
      responses: {
        200: { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: { type: 'object' } } } },
      },
    },
  },
};
