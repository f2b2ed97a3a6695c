import { anApp, type RunningApp } from '../../../test/anApp.ts';

let app: RunningApp;
beforeAll(async () => {
  app = await anApp({ env: { SPACETIME_REQUESTS_PER_MINUTE: '1000' } });
});
afterAll(() => app.close());

const post = async (path: string, body: object) => {
  const init = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
  return (await app.ask(path, { as: 'caller', ...init })).json();
};
const get = async (path: string) => (await app.ask(path, { as: 'caller' })).json();

describe('bad input', () => {
  const sentences = {
    name: 'name must be 1 to 64 letters, digits, spaces, dots, dashes or underscores, and none of the names that the world uses itself.',
    scopes: 'scopes must be a list of read, write and admin, each once.',
    expires: 'expires_in must be a whole number of seconds from 1 to 31536000, or null for no end.',
  };
  it.each([
    ['/auth/tokens', {}, sentences.name],
    ['/auth/tokens', [], 'The body must be a JSON object with name.'],
    ['/auth/tokens', { name: 'x'.repeat(65) }, sentences.name],
    ['/auth/tokens', { name: 'API_TOKEN' }, sentences.name],
    ['/auth/tokens', { name: '../../etc/passwd' }, sentences.name],
    ['/auth/tokens', { name: 'a', scopes: 'admin' }, sentences.scopes],
    ['/auth/tokens', { name: 'a', scopes: [] }, sentences.scopes],
    ['/auth/tokens', { name: 'a', scopes: ['read', 'read'] }, sentences.scopes],
    [
      '/auth/tokens',
      { name: 'a', scopes: ['root'] },
      'scopes.0 must be a list of read, write and admin, each once.',
    ],
    ['/auth/tokens', { name: 'a', expires_in: 0 }, sentences.expires],
    ['/auth/tokens', { name: 'a', expires_in: 1.5 }, sentences.expires],
    [
      '/auth/tokens',
      { name: 'a', requests_per_minute: -1 },
      'requests_per_minute must be a whole number from 0 (no limit) to 1000000, or null for the usual limit.',
    ],
    [
      '/auth/tokens',
      { name: 'a', requests_per_minute: 1, rate_limit: { requests: 1, seconds: 1 } },
      'rate_limit must be left out where requests_per_minute is given.',
    ],
    [
      '/auth/tokens',
      { name: 'a', rate_limit: { requests: 1 } },
      'rate_limit.seconds must be a whole number from 1 to 3600.',
    ],
    ['/auth/tokens', { name: 'a', digest: 'x' }, 'digest is not known here.'],
    ['/auth/rotate', { token: 'mine' }, 'token is not known here.'],
    ['/auth/refresh', { expires_in: 1 }, 'expires_in is not known here.'],
    ['/auth/revoke', { id: '1' }, 'id must be the number of a token.'],
    ['/auth/revoke', { id: 2 ** 60 }, 'id must be the number of a token.'],
    ['/auth/revoke', { id: 1, name: 'a' }, 'name must be left out where id is given.'],
    ['/auth/revoke', { self: true }, 'self is not known here.'],
    ['/auth/ws-ticket', { origin: 'example.com' }, 'origin must be an origin, such as https://example.com.'],
    ['/auth/ws-ticket', { kind: 'visitor' }, 'kind must be api or invitation.'],
    [
      '/auth/ws-ticket',
      { expires_in: 60 },
      'expires_in must be a whole number of seconds from 1 to 86400, and left out for a ticket of the kind api.',
    ],
  ])('POST %s with %j: %s', async (path, body, message) => {
    expect(await post(path, body)).toMatchObject({ status: 400, message });
    expect(await get('/auth/tokens')).toMatchObject({ count: 1 });
  });

  it.each([
    ['/auth/audit?limit=0', 'limit must be a whole number from 1 to 100.'],
    ['/auth/tokens?limit=1000', 'limit must be a whole number from 1 to 100.'],
    ['/auth/audit?cursor=x', 'cursor must be a cursor of an answer before.'],
    ['/auth/audit?cursor=1&cursor=2', 'cursor must be given once.'],
    ['/auth/status?who=me', 'who is not known here.'],
  ])('GET %s: %s', async (path, message) => {
    expect(await get(path)).toMatchObject({ status: 400, message });
  });

  it.each(['/auth/rotate', '/auth/refresh', '/auth/revoke', '/auth/tokens', '/auth/ws-ticket'])(
    '%s takes plain JSON only, and its methods',
    async (path) => {
      const send = (init: RequestInit) => app.ask(path, { as: 'caller', ...init });
      const text = await send({ method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: 'hello' });
      const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
      const nested = await send({
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: deep,
      });
      const large = await send({
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: `{"name":"${'x'.repeat(2 ** 20)}"}`,
      });
      const other = await send({ method: 'DELETE' });
      expect([text, nested, large, other].map(({ status }) => status)).toEqual([415, 400, 413, 405]);
    },
  );
});
