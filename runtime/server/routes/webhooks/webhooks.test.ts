import { anApp, type RunningApp } from '../../../test/anApp.ts';

let app: RunningApp;
beforeAll(async () => {
  app = await anApp({ works: true, env: { SPACETIME_REQUESTS_PER_MINUTE: '10000' } });
});
afterAll(() => app.close());
afterEach(async () => {
  await app.database.sql.deleteFrom('webhooks').execute();
});

const json = { 'Content-Type': 'application/json' };
const send = (path: string, body: unknown, { method = 'POST', headers = {} } = {}) =>
  app.ask(path, {
    as: 'caller',
    method,
    headers: { ...json, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const get = async (path: string) => (await app.ask(path, { as: 'caller' })).json();

const url = 'https://example.com/hook';
const hook = { url, events: ['scene.loaded'] };
const registered = async (more: object = {}) => {
  const answer = await send('/webhooks', { ...hook, ...more });
  return (await answer.json()) as { readonly webhook_id: string; readonly secret?: string };
};

describe('registering a webhook', () => {
  it('answers as the checklist asks, and shows the secret to nobody', async () => {
    const answer = await send('/webhooks', { ...hook, secret: 'webhook_secret_123' });
    expect(answer.status).toBe(200);
    const body = (await answer.json()) as { readonly webhook_id: string };
    expect(body).toMatchObject({ success: true, webhook_id: expect.stringMatching(/^\d+$/) });
    expect(answer.headers.get('Location')).toBe(`/webhooks/${body.webhook_id}`);
    expect(await get('/webhooks')).toMatchObject({ count: 1, webhooks: [{ ...hook, secret: '***' }] });
    expect(await get(`/webhooks/${body.webhook_id}`)).toMatchObject({ webhook: { ...hook, enabled: true } });
    expect(JSON.stringify([body, await get('/webhooks')])).not.toContain('webhook_secret_123');
  });

  it('makes a secret where none is given, and shows it this once', async () => {
    const { webhook_id, secret } = await registered();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await get(`/webhooks/${webhook_id}`)).toMatchObject({ webhook: { secret: '***' } });
  });

  it('has room for a hundred', async () => {
    for (let n = 0; n < 100; n++) await registered();
    const answer = await send('/webhooks', hook);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ error: 'TOO_MANY_WEBHOOKS' });
  });

  it('is done once when it is asked for again with the same Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'a key' };
    const first = await (await send('/webhooks', hook, { headers })).json();
    expect(await (await send('/webhooks', hook, { headers })).json()).toEqual(first);
    expect(await get('/webhooks')).toMatchObject({ count: 1 });
    const other = await send('/webhooks', { ...hook, events: ['scene.failed'] }, { headers });
    expect(other.status).toBe(422);
    expect((await send('/webhooks', hook, { headers: { 'Idempotency-Key': 'x'.repeat(256) } })).status).toBe(
      400,
    );
  });

  it('says that a request with the same Idempotency-Key is being answered', async () => {
    const blocker = await app.database.pool.connect();
    await blocker.query('begin; lock table webhooks in access exclusive mode');
    const headers = { 'Idempotency-Key': 'in flight' };
    const two = [send('/webhooks', hook, { headers }), send('/webhooks', hook, { headers })];
    expect(await (await Promise.race(two)).json()).toMatchObject({ error: 'REQUEST_IN_FLIGHT' });
    await blocker.query('commit');
    blocker.release();
    expect((await Promise.all(two)).map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await get('/webhooks')).toMatchObject({ count: 1 });
  });
});

describe('changing a webhook', () => {
  it('replaces it by PUT, and keeps its secret unless another is given', async () => {
    const { webhook_id } = await registered();
    const next = { url: 'https://example.org/', events: ['scene.failed', 'scene.validated'] };
    const answer = await send(`/webhooks/${webhook_id}`, next, { method: 'PUT' });
    expect(await answer.json()).toMatchObject({ success: true, webhook: { ...next, enabled: true } });
  });

  it('changes by PATCH what is given, and disables and enables it', async () => {
    const { webhook_id } = await registered();
    const patch = (body: object) => send(`/webhooks/${webhook_id}`, body, { method: 'PATCH' });
    expect(await (await patch({ enabled: false })).json()).toMatchObject({
      webhook: { ...hook, enabled: false },
    });
    expect(await (await patch({ enabled: true })).json()).toMatchObject({
      webhook: { ...hook, enabled: true },
    });
    expect(await (await patch({})).json()).toMatchObject({ webhook: hook });
  });

  it('deletes it once', async () => {
    const { webhook_id } = await registered();
    expect((await send(`/webhooks/${webhook_id}`, undefined, { method: 'DELETE' })).status).toBe(200);
    expect((await send(`/webhooks/${webhook_id}`, undefined, { method: 'DELETE' })).status).toBe(404);
    expect((await app.ask(`/webhooks/${webhook_id}`, { as: 'caller' })).status).toBe(404);
  });
});

describe('bad input about webhooks', () => {
  const deep = JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) as unknown;
  const eventsRule =
    'a list of one or more of scene.loaded, scene.failed, scene.validated, scene.reloaded, auth.failed, rate_limit.exceeded';
  it.each<[string, unknown, string]>([
    ['no body', undefined, 'The body must be a JSON object'],
    ['a list', [], 'The body must be a JSON object with url and events.'],
    ['no url', { events: ['scene.loaded'] }, 'url must be an http or https address'],
    ['a number as url', { ...hook, url: 5 }, 'url must be an http or https address'],
    ['another scheme', { ...hook, url: 'file:///etc/passwd' }, 'url must be an http or https address'],
    [
      'a user name',
      { ...hook, url: 'https://me:you@example.com' },
      'url must be without a user name and password',
    ],
    [
      'a low port',
      { ...hook, url: 'http://example.com:22/' },
      'url must be on port 80, 443 or one from 1024 up.',
    ],
    [
      'a long url',
      { ...hook, url: `https://example.com/${'x'.repeat(2048)}` },
      'url must be at most 2048 characters',
    ],
    [
      'this machine',
      { ...hook, url: 'http://127.0.0.1/' },
      'url must be a public address; 127.0.0.1 is private',
    ],
    [
      'this machine in other words',
      { ...hook, url: 'http://0x7f.1/' },
      'url must be a public address; 127.0.0.1',
    ],
    [
      'this machine by IPv6',
      { ...hook, url: 'http://[::1]/' },
      'url must be a public address; ::1 is private',
    ],
    [
      'the metadata service',
      { ...hook, url: 'http://169.254.169.254/' },
      'url must be a public address; 169.254',
    ],
    ['no events', { url }, `events must be ${eventsRule}.`],
    ['an empty list of events', { url, events: [] }, `events must be ${eventsRule}.`],
    ['an unknown event', { url, events: ['scene.gone'] }, 'events.0 must be one of scene.loaded,'],
    [
      'too many events',
      { url, events: Array(7).fill('scene.loaded') },
      'events must be a list of at most 6 events.',
    ],
    ['a short secret', { ...hook, secret: 'x' }, 'secret must be 8 to 256 characters long.'],
    ['a long secret', { ...hook, secret: 'x'.repeat(257) }, 'secret must be 8 to 256 characters long.'],
    [
      'a broken secret',
      { ...hook, secret: 'whsec_short' },
      'secret must be whsec_ and base64 of 24 to 64 bytes',
    ],
    ['a secret that is no text', { ...hook, secret: 12345678 }, 'secret must be a text.'],
    ['an unknown field', { ...hook, more: 1 }, 'more is not known here.'],
    ['deep JSON', { ...hook, events: deep }, 'The body must be nested'],
  ])('refuses %s', async (_, body, sentence) => {
    const answer = await send('/webhooks', body);
    expect(Math.floor(answer.status / 100)).toBe(4);
    const { message } = (await answer.json()) as { readonly message: string };
    if (!sentence.startsWith('The body')) expect(message).toMatch(sentence.slice(0, 60));
    expect(await get('/webhooks')).toMatchObject({ count: 0 });
  });

  it.each<[string, string, unknown, number, string]>([
    ['GET', '/webhooks/one', undefined, 400, 'id must be a whole number, such as 1.'],
    ['GET', '/webhooks/99999999999999999999', undefined, 400, 'id must be a whole number, such as 1.'],
    ['GET', '/webhooks/7777777', undefined, 404, 'There is no webhook 7777777.'],
    ['PUT', '/webhooks/7777777', hook, 404, 'There is no webhook 7777777.'],
    ['PUT', '/webhooks/1', { url }, 400, 'events must be a list'],
    ['PATCH', '/webhooks/1', { enabled: 'yes' }, 400, 'enabled must be true or false.'],
    ['PATCH', '/webhooks/1', { url: 'http://10.0.0.1' }, 400, 'url must be a public address; 10.0.0.1'],
    ['DELETE', '/webhooks/7777777', undefined, 404, 'There is no webhook 7777777.'],
    ['POST', '/webhooks/1', {}, 405, '/webhooks/:id answers GET, HEAD, PUT, PATCH, DELETE only.'],
    ['GET', '/webhooks/7777777/deliveries', undefined, 404, 'There is no webhook 7777777.'],
    [
      'GET',
      '/webhooks/1/deliveries?status=gone',
      undefined,
      400,
      'status must be one of pending, delivered, failed.',
    ],
    [
      'GET',
      '/webhooks/1/deliveries?limit=101',
      undefined,
      400,
      'limit must be a whole number from 1 to 100.',
    ],
    ['GET', '/webhooks/1/deliveries?more=1', undefined, 400, 'more is not known here.'],
    ['POST', '/webhooks/7777777/deliveries/1/replay', undefined, 404, 'There is no webhook 7777777.'],
    [
      'POST',
      '/webhooks/1/deliveries/x/replay',
      undefined,
      400,
      'delivery must be a whole number, such as 1.',
    ],
    ['POST', '/webhooks/1/deliveries/replay', { from: 'now' }, 400, 'from must be a moment such as'],
    ['POST', '/webhooks/1/deliveries/replay', { event: 'x' }, 400, 'event must be one of scene.loaded'],
    ['POST', '/webhooks/1/deliveries/replay', { more: 1 }, 400, 'more is not known here.'],
    [
      'POST',
      '/webhooks/1/deliveries/replay',
      { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' },
      400,
      'from must be before to.',
    ],
  ])('%s %s is refused', async (method, path, body, status, sentence) => {
    const answer = await send(path, body, { method });
    expect([answer.status, ((await answer.json()) as { readonly message: string }).message]).toEqual([
      status,
      expect.stringContaining(sentence),
    ]);
  });

  it('refuses a body that is not JSON', async () => {
    const answer = await app.ask('/webhooks', { as: 'caller', method: 'POST', body: 'url=x' });
    expect(answer.status).toBe(415);
  });

  it('answers nobody without a token', async () => {
    expect((await app.ask('/webhooks')).status).toBe(401);
    expect((await app.ask('/webhooks/1')).status).toBe(401);
  });
});
