import { check } from './ask/checks.ts';
import { variable } from './ask/objects.ts';
import { type Line, linesOf, machine } from './line.ts';

const asked = 'The check program asks four routes of the API, each at two addresses';
const limited = 'The check program asks 15 times at once with a token that is good for 10 requests in 5 s';

const authentication = linesOf('4.1', 'before', [
  machine(
    'security.without-token',
    'Requests without token rejected (401)',
    `${asked}, without a token.`,
    check('smoke.authentication'),
  ),
  machine(
    'security.invalid-token',
    'Requests with invalid token rejected (401)',
    `${asked}, with a wrong token.`,
    check('smoke.authentication'),
  ),
  machine(
    'security.valid-token',
    'Requests with valid token succeed (200)',
    `${asked}, with a good token.`,
    check('smoke.authentication'),
  ),
]);

const limits = linesOf('4.2', 'before', [
  machine(
    'security.limit-enforced',
    'Rate limiting enforced after limit exceeded',
    `${limited}: 10 are admitted.`,
    check('smoke.limit'),
  ),
  machine(
    'security.limit-429',
    '429 status code returned',
    `${limited}: the others get 429.`,
    check('smoke.limit'),
  ),
  machine(
    'security.limit-resets',
    'Rate limit resets after time window',
    `${limited}, waits for Retry-After, and is admitted again.`,
    check('smoke.limit'),
  ),
]);

const headers = linesOf('4.3', 'before', [
  machine(
    'security.headers',
    'Security headers present',
    'The check program reads the headers of /status, /, /metrics and of a refused request.',
    check('smoke.headers'),
  ),
  machine(
    'security.cors',
    'CORS headers configured (if needed)',
    'The origins of api.corsOrigins, and no others, are in the environment of the pods.',
    variable('SPACETIME_CORS_ORIGINS', ({ spec }) =>
      spec.api.corsOrigins.length > 0 ? spec.api.corsOrigins.join(',') : undefined,
    ),
  ),
  machine(
    'security.no-disclosure',
    'No sensitive information in headers',
    'The check program finds neither Server nor X-Powered-By.',
    check('smoke.headers'),
  ),
]);

/** "4. Security Verification". */
export const security: readonly Line[] = [...authentication, ...limits, ...headers];
