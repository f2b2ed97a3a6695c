import type { IncomingMessage } from 'node:http';
import { callerOf, clientOf } from './caller.ts';
import { tokens } from './tokens.ts';

const ring = tokens(() => 0);
ring.replace('the-right-token-1');

const request = (authorization?: string) =>
  ({ headers: { authorization }, socket: { remoteAddress: '192.0.2.7' } }) as unknown as IncomingMessage;

describe('callerOf', () => {
  it.each([
    [undefined, 'none', 'address:192.0.2.7'],
    ['Bearer the-wrong-token-1', 'wrong', 'address:192.0.2.7'],
    ['Basic dXNlcjpwYXNz', 'wrong', 'address:192.0.2.7'],
    ['Bearer ', 'wrong', 'address:192.0.2.7'],
    ['Bearer the-right-token-1', 'valid', expect.stringMatching(/^token:/)],
    ['bearer the-right-token-1', 'valid', expect.stringMatching(/^token:/)],
  ])('takes %j for %s credentials', (authorization, credentials, key) => {
    expect(callerOf(request(authorization), ring)).toMatchObject({ credentials, key });
  });
});

describe('clientOf', () => {
  it.each([
    ['Mozilla/5.0', '/status', 'none', 'user'],
    [undefined, '/', 'none', 'user'],
    ['kube-probe/1.36', '/health', 'none', 'probe'],
    ['spacetime-operator/1', '/metrics', 'none', 'operator'],
    ['spacetime-operator/1', '/api/status', 'none', 'operator'],
    ['spacetime-operator/1', '/scene', 'none', 'user'],
    ['spacetime-operator/1', '/scene', 'wrong', 'user'],
    ['spacetime-check/1', '/scene', 'valid', 'check'],
    ['my-spacetime-check/1', '/scene', 'valid', 'user'],
  ] as const)('counts %s on %s with %s credentials as %s', (agent, path, credentials, client) => {
    expect(clientOf(agent, path, { credentials })).toBe(client);
  });
});
