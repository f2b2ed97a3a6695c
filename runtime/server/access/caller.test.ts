import type { IncomingMessage } from 'node:http';
import { addresses, trustOf } from './address.ts';
import { callerOf, clientOf } from './caller.ts';
import { keyring } from './tokens.ts';

const tokens = keyring(() => 0);
tokens.mount('API_TOKEN', 'the-right-token-1', ['read', 'write']);
tokens.mount('ADMIN_TOKEN', 'the-admin-token-1', ['read', 'write', 'admin']);
const telling = { tokens, addressOf: addresses(trustOf([])) };

const request = (authorization?: string, admin?: string) =>
  ({
    headers: { authorization, 'x-admin-token': admin },
    socket: { remoteAddress: '192.0.2.7' },
  }) as unknown as IncomingMessage;

describe('callerOf', () => {
  it.each([
    [undefined, 'none', 'address:192.0.2.7'],
    ['Bearer the-wrong-token-1', 'wrong', 'address:192.0.2.7'],
    ['Basic dXNlcjpwYXNz', 'wrong', 'address:192.0.2.7'],
    ['Bearer ', 'wrong', 'address:192.0.2.7'],
    ['Bearer the-right-token-1', 'valid', expect.stringMatching(/^token:/)],
    ['bearer the-right-token-1', 'valid', expect.stringMatching(/^token:/)],
  ])('takes %j for %s credentials', (authorization, credentials, key) => {
    expect(callerOf(request(authorization), telling)).toMatchObject({ credentials, key });
  });

  it.each([
    ['adds what it is good for', 'Bearer the-right-token-1', 'the-admin-token-1', 'API_TOKEN', true],
    ['may come alone', undefined, 'the-admin-token-1', 'ADMIN_TOKEN', true],
    ['makes both wrong when it is wrong', 'Bearer the-right-token-1', 'wrong', 'anonymous', false],
    ['does not make up for a wrong one', 'Bearer wrong', 'the-admin-token-1', 'anonymous', false],
    ['must not be empty', 'Bearer the-right-token-1', '', 'anonymous', false],
  ])('X-Admin-Token %s', (_, authorization, admin, name, isAdmin) => {
    const caller = callerOf(request(authorization, admin), telling);
    expect([caller.name, caller.scopes.includes('admin')]).toEqual([name, isAdmin]);
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
