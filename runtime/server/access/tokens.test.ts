import { digestOf, type Keyring, type KnownToken, keyring } from './tokens.ts';

let now: number;
let ring: Keyring;
beforeEach(() => {
  now = 0;
  ring = keyring(() => now);
});

const fromDatabase = (token: string, more: Partial<KnownToken> = {}): KnownToken => ({
  id: 1,
  family: 1,
  name: 'robot',
  digest: digestOf(token).toString('hex'),
  scopes: ['read'],
  limit: 'usual',
  source: 'issued',
  expiresAt: undefined,
  revoked: false,
  ...more,
});

describe('the ring', () => {
  it('recognises nobody before there is a token', () => {
    expect(ring.recognise('')).toBeUndefined();
  });

  it('recognises a mounted token and nothing else', () => {
    ring.mount('API_TOKEN', 'the-right-token-1', ['read']);
    expect(ring.recognise('the-right-token-1')).toMatchObject({ name: 'API_TOKEN', scopes: ['read'] });
    expect(ring.recognise('the-wrong-token-1')).toBeUndefined();
  });

  it('accepts a mounted token for an hour after another took its place', () => {
    ring.mount('API_TOKEN', 'the-first-token-1', ['read']);
    ring.mount('API_TOKEN', 'the-second-token-2', ['read']);
    ring.mount('API_TOKEN', 'the-second-token-2', ['read']);
    ring.mount('ADMIN_TOKEN', 'the-admin-token-3', ['admin']);
    expect(ring.recognise('the-second-token-2')).toBeDefined();
    now = 3_599_999;
    expect(ring.recognise('the-first-token-1')).toBeDefined();
    now = 3_600_000;
    expect(ring.recognise('the-first-token-1')).toBeUndefined();
    expect(ring.recognise('the-second-token-2')).toBeDefined();
  });

  it('accepts what the database knows until it expires', () => {
    ring.learn([fromDatabase('an-issued-token-1', { expiresAt: 1000 })]);
    expect(ring.recognise('an-issued-token-1')).toMatchObject({ id: 1, name: 'robot' });
    expect(ring.withId(1)).toMatchObject({ name: 'robot' });
    now = 1000;
    expect([ring.recognise('an-issued-token-1'), ring.withId(1)]).toEqual([undefined, undefined]);
  });

  it('forgets what the database no longer knows', () => {
    ring.learn([fromDatabase('an-issued-token-1')]);
    const token = ring.withId(1);
    ring.learn([]);
    expect([ring.recognise('an-issued-token-1'), token && ring.isAccepted(token)]).toEqual([
      undefined,
      false,
    ]);
  });

  it('refuses a token that was revoked although it is mounted', () => {
    ring.mount('API_TOKEN', 'the-right-token-1', ['read']);
    ring.learn([fromDatabase('the-right-token-1', { source: 'mounted', revoked: true })]);
    ring.mount('API_TOKEN', 'the-right-token-1', ['read']);
    expect(ring.recognise('the-right-token-1')).toBeUndefined();
  });
});
