import { anApp, type RunningApp } from '../../../test/anApp.ts';

let app: RunningApp;
let now: number;
beforeEach(async () => {
  now = Date.now();
  app = await anApp({ now: () => now, env: { SPACETIME_REQUESTS_PER_MINUTE: '1000' } });
});
afterEach(() => app.close());

interface Answered {
  readonly id: number;
  readonly token: string;
  readonly status: number;
  readonly message: string;
}
const post = async (path: string, body?: object, token?: string) => {
  const headers = {
    ...(body && { 'Content-Type': 'application/json' }),
    ...(token && { Authorization: `Bearer ${token}` }),
  };
  const answer = await app.ask(path, {
    ...(!token && { as: 'caller' }),
    method: 'POST',
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Answered;
};
const issue = (more: object = {}) => post('/auth/tokens', { name: 'robot', ...more });
const statusAs = async (token: string) =>
  (await app.ask('/auth/status', { headers: { Authorization: `Bearer ${token}` } })).status;
const get = async <T = Record<string, unknown>>(path: string) =>
  (await (await app.ask(path, { as: 'caller' })).json()) as T;
const auditActions = async () => {
  const { entries } = await get<{ entries: { action: string; outcome: string; actor: string }[] }>(
    '/auth/audit',
  );
  return entries.map(({ action, outcome, actor }) => `${action} ${outcome} ${actor}`);
};

describe('tokens', () => {
  it('tell who asks', async () => {
    expect(await get('/auth/status')).toMatchObject({
      authenticated: true,
      token: {
        name: 'API_TOKEN',
        source: 'mounted',
        scopes: ['read', 'write', 'admin'],
        rate_limit: { requests: 1000, seconds: 60 },
        expires_at: null,
      },
      address: '127.0.0.1',
    });
  });

  it('are issued for a day, shown once, and good for their scopes only', async () => {
    const { token, ...shown } = await issue();
    expect(shown).toMatchObject({ name: 'robot', scopes: ['read'], source: 'issued' });
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await statusAs(token)).toBe(200);
    const headers = { Authorization: `Bearer ${token}` };
    expect((await app.ask('/auth/tokens', { headers })).status).toBe(403);
    expect(JSON.stringify(await get('/auth/tokens'))).not.toContain(token);
    now += 86_460_000;
    expect(await statusAs(token)).toBe(401);
  });

  it.each([
    [{ requests_per_minute: 2 }, { requests: 2, seconds: 60 }],
    [{ rate_limit: { requests: 10, seconds: 5 } }, { requests: 10, seconds: 5 }],
    [{ requests_per_minute: 0 }, null],
    [{ requests_per_minute: null }, { requests: 1000, seconds: 60 }],
  ])('have a limit of their own: %j', async (wish, rate_limit) => {
    expect(await issue(wish)).toMatchObject({ rate_limit });
  });

  it('are listed newest first, page by page, with what became of them', async () => {
    const issued = [];
    for (const name of ['a', 'b', 'c']) issued.push(await issue({ name }));
    await post('/auth/revoke', { id: issued[1]?.id });
    const first = await get<{ tokens: object[]; next_cursor: string }>('/auth/tokens?limit=2');
    expect(first.tokens).toMatchObject([
      { name: 'c', state: 'live' },
      { name: 'b', state: 'revoked' },
    ]);
    const { tokens, next_cursor } = await get<typeof first>(`/auth/tokens?cursor=${first.next_cursor}`);
    expect([tokens, next_cursor]).toMatchObject([
      [{ name: 'a' }, { name: 'API_TOKEN', state: 'live' }],
      null,
    ]);
  });
});

describe('POST /auth/rotate', () => {
  it('gives a new token, and the old one an hour', async () => {
    const { token, id } = await issue({ scopes: ['read', 'write'] });
    const rotated = await post('/auth/rotate', undefined, token);
    expect(rotated).toMatchObject({ name: 'robot', scopes: ['read', 'write'], previous: { id } });
    expect([await statusAs(token), await statusAs(rotated.token)]).toEqual([200, 200]);
    expect(await post('/auth/rotate', undefined, token)).toMatchObject({
      status: 409,
      message: 'Another token took the place of this one; use that.',
    });
    now += 3_660_000;
    expect([await statusAs(token), await statusAs(rotated.token)]).toEqual([401, 200]);
  });

  it('leaves a mounted token valid while it is mounted', async () => {
    const rotated = await post('/auth/rotate');
    expect(rotated).toMatchObject({ name: 'API_TOKEN', source: 'issued', previous: { valid_until: null } });
    now += 3_660_000;
    expect((await get('/auth/status'))['authenticated']).toBe(true);
    expect(await statusAs(rotated.token)).toBe(200);
  });

  it('does not multiply what a caller may ask', async () => {
    const { token } = await issue({ requests_per_minute: 5 });
    const { token: next } = await post('/auth/rotate', undefined, token);
    const statuses = [];
    for (let n = 0; n < 5; n++) statuses.push(await statusAs(next));
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
  });

  it('makes five of one family at most', async () => {
    for (let n = 0; n < 5; n++) expect(await post('/auth/rotate')).toHaveProperty('token');
    expect(await post('/auth/rotate')).toMatchObject({
      status: 409,
      message: 'There are 5 tokens already, and at most 5; revoke one first.',
    });
  });
});

describe('POST /auth/refresh', () => {
  it('gives a token its whole life again', async () => {
    const { token } = await issue({ expires_in: 100 });
    await app.database.pool.query(
      `update tokens set expires_at = now() + interval '1 second' where name = 'robot'`,
    );
    await post('/auth/refresh', undefined, token);
    now += 50_000;
    expect(await statusAs(token)).toBe(200);
  });

  it('is written down when it changes something only', async () => {
    const { token } = await issue();
    for (let n = 0; n < 3; n++) await post('/auth/refresh', undefined, token);
    await post('/auth/refresh');
    expect((await auditActions()).filter((line) => line.startsWith('token.refreshed'))).toEqual([]);
    await app.database.pool.query(
      `update tokens set expires_at = now() + interval '1 hour' where name = 'robot'`,
    );
    for (let n = 0; n < 3; n++) await post('/auth/refresh', undefined, token);
    expect((await auditActions()).filter((line) => line.startsWith('token.refreshed'))).toEqual([
      'token.refreshed done robot',
    ]);
  });

  it('leaves a mounted token without an end', async () => {
    expect(await post('/auth/refresh')).toMatchObject({ name: 'API_TOKEN', expires_at: null });
  });
});

describe('POST /auth/revoke', () => {
  it('ends a token by id, by name, or the one that asks', async () => {
    const [one, two, three, four] = [
      await issue(),
      await issue(),
      await issue({ name: 'other' }),
      await issue(),
    ];
    await post('/auth/revoke', { id: one.id });
    expect(await Promise.all([one, two].map(({ token }) => statusAs(token)))).toEqual([401, 200]);
    expect(await post('/auth/revoke', undefined, two.token)).toEqual({
      revoked: [{ id: two.id, name: 'robot' }],
    });
    expect(await post('/auth/revoke', { name: 'robot' })).toEqual({
      revoked: [{ id: four.id, name: 'robot' }],
    });
    expect(await Promise.all([two, three, four].map(({ token }) => statusAs(token)))).toEqual([
      401, 200, 401,
    ]);
  });

  it("does not end the last admin's token", async () => {
    expect(await post('/auth/revoke')).toMatchObject({
      status: 409,
      message:
        'Nobody would be left who may do this; issue or mount another token with the scope admin first.',
    });
    expect((await get('/auth/status'))['authenticated']).toBe(true);
    const { token } = await issue({ name: 'chief', scopes: ['admin', 'read'] });
    expect(await post('/auth/revoke')).toMatchObject({ revoked: [{ name: 'API_TOKEN' }] });
    expect((await app.ask('/auth/status', { as: 'caller' })).status).toBe(401);
    expect(await post('/auth/revoke', undefined, token)).toMatchObject({ status: 409 });
  });

  it("does not count an admin's token that another took the place of", async () => {
    const chief = await issue({ name: 'chief', scopes: ['admin', 'read'] });
    const next = await post('/auth/rotate', undefined, chief.token);
    await post('/auth/revoke', { name: 'API_TOKEN' }, chief.token);
    expect(await post('/auth/revoke', undefined, next.token)).toMatchObject({ status: 409 });
    expect(await post('/auth/revoke', undefined, chief.token)).toMatchObject({ revoked: [{ id: chief.id }] });
  });

  it('needs the scope admin for another token', async () => {
    const [one, two] = [await issue(), await issue()];
    expect(await post('/auth/revoke', { id: two.id }, one.token)).toMatchObject({
      status: 403,
      message: 'This token may end itself only; others need the scope admin.',
    });
  });

  it('says that there is no such token', async () => {
    expect(await post('/auth/revoke', { id: 999 })).toMatchObject({
      status: 404,
      message: 'There is no token with the id 999 that has not ended.',
    });
  });
});

describe('the audit', () => {
  it('tells what was changed and refused, by whom, newest first', async () => {
    const { token } = await issue();
    await post('/auth/rotate', undefined, token);
    await post('/auth/revoke');
    expect(await auditActions()).toEqual([
      'token.revoked refused API_TOKEN',
      'token.rotated done robot',
      'token.issued done API_TOKEN',
      'token.mounted done mount',
    ]);
  });

  it('tells of refusals once a minute for each caller, and tells webhooks too', async () => {
    for (let n = 0; n < 5; n++) await statusAs('wrong');
    await app.deps.refusals.settled();
    expect((await auditActions()).filter((line) => line.startsWith('auth'))).toEqual([
      'auth.failed refused anonymous',
    ]);
    const events = await app.database.sql.selectFrom('events').select(['type', 'data']).execute();
    expect(events).toMatchObject([
      { type: 'auth.failed', data: { address: '127.0.0.1', path: '/auth/status', reason: 'UNAUTHORIZED' } },
    ]);
    expect(await get('/auth/metrics')).toMatchObject({
      tokens: { live: 1, expired: 0, revoked: 0 },
      last_day: [
        { action: 'auth.failed', outcome: 'refused', count: 1 },
        { action: 'token.mounted', outcome: 'done', count: 1 },
      ],
      this_pod: { auth_failures: 5, rate_limit_rejections: 0 },
    });
  });

  it('holds nothing that a token could be made from', async () => {
    const { token } = await issue();
    await post('/auth/rotate', undefined, token);
    const text = JSON.stringify(await get('/auth/audit'));
    expect(text).not.toMatch(/[\w-]{43}|[0-9a-f]{32}/);
  });
});

describe('POST /auth/ws-ticket', () => {
  const door = { kind: 'api', at: '8081', origin: undefined } as const;

  it('gives a ticket in the name of the token, for one use', async () => {
    const { ticket } = (await post('/auth/ws-ticket')) as unknown as { ticket: string };
    expect(await app.deps.tickets.redeem(ticket, door)).toMatchObject({ token: expect.any(Number) });
    expect(await app.deps.tickets.redeem(ticket, door)).toHaveProperty('fault');
  });

  it('binds it to the origin that is named', async () => {
    const { ticket } = (await post('/auth/ws-ticket', { origin: 'https://a.example' })) as unknown as {
      ticket: string;
    };
    expect(await app.deps.tickets.redeem(ticket, door)).toEqual({
      fault: 'The ticket is for pages of https://a.example only.',
    });
  });

  it('invites visitors for as long as is asked, in the name of who may write', async () => {
    const invitation = { kind: 'invitation', expires_in: 600 };
    expect(await post('/auth/ws-ticket', invitation)).toMatchObject({ kind: 'invitation', expires_in: 600 });
    const { token } = await issue();
    expect(await post('/auth/ws-ticket', invitation, token)).toMatchObject({ status: 403 });
  });
});
