import type { OpenApiDocument } from './document.ts';

const open = { tags: ['/metrics'], security: [{}], parameters: [] };

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
