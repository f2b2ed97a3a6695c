import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { until } from '../../test/until.ts';
import { type FoundTokens, findTokens } from './mountedTokens.ts';
import { type Keyring, keyring } from './tokens.ts';

const good = 'Zk3v9Qx7Lm2Rt8WpZk3v9Qx7';
let directory: string;
let ring: Keyring;
let found: FoundTokens | undefined;
let logged: string[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'spacetime-tokens-'));
  ring = keyring(() => 0);
  logged = [];
});
afterEach(async () => {
  found?.stop();
  found = undefined;
  await rm(directory, { recursive: true });
});

const put = async (text: string, name = 'API_TOKEN') => {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, name), text);
};
const find = async (
  environment: 'development' | 'staging' | 'production',
  more: { apiToken?: string; apiEnabled?: boolean } = {},
) => {
  const settings = {
    environment,
    apiEnabled: true,
    apiToken: undefined,
    directories: { tokens: directory },
    ...more,
  };
  found = await findTokens(settings, ring, pino({}, { write: (line) => void logged.push(line) }));
  return found;
};

describe('findTokens', () => {
  it('takes the token of the file, without the line break at its end', async () => {
    await put(`${good}\n`);
    await find('production', { apiToken: 'another-token-of-the-environment' });
    expect(ring.recognise(good)).toBeDefined();
    expect(ring.recognise('another-token-of-the-environment')).toBeUndefined();
  });

  it('takes the token of the environment when there is no file', async () => {
    await find('production', { apiToken: good });
    expect(ring.recognise(good)).toBeDefined();
  });

  it('makes one for development when there is none', async () => {
    const { made } = await find('development');
    expect(made).toHaveLength(43);
    expect(ring.recognise(made ?? '')).toBeDefined();
  });

  it.each([
    ['production', undefined, 'API_TOKEN is empty: give production a random token'],
    ['production', '', 'API_TOKEN is empty: give production a random token'],
    ['production', 'changeme', 'API_TOKEN is a placeholder: give production a random token'],
    ['production', 'REPLACE_ME', 'API_TOKEN is a placeholder: give production a random token'],
    ['production', '<your-token-goes-here>', 'API_TOKEN is a placeholder: give production a random token'],
    ['production', 'too-short-1', 'API_TOKEN is shorter than 16 characters: give production a random token'],
    ['staging', undefined, 'API_TOKEN is empty: give staging a random token'],
  ] as const)('refuses %s with %j', async (environment, token, sentence) => {
    if (token !== undefined) await put(token);
    await expect(find(environment)).rejects.toThrow(sentence);
  });

  it('needs none where the API is off', async () => {
    await find('production', { apiEnabled: false });
    expect(ring.recognise('')).toBeUndefined();
  });

  it('follows the file, and keeps the last good token when the file turns bad', async () => {
    await put(good);
    await find('production');
    await put('changeme');
    await until('the sentence', () =>
      logged.some((line) => line.includes('The token before it stays in use.')),
    );
    expect(ring.recognise(good)).toBeDefined();
    expect(ring.recognise('changeme')).toBeUndefined();
    await put('the-second-good-token-7');
    await until('the second token', () => ring.recognise('the-second-good-token-7'));
    expect(ring.recognise(good)).toBeDefined();
    expect(logged.join()).not.toMatch('good-token');
  });

  it('makes the API token no admin while there is an admin token, also one that comes later', async () => {
    const scopesOf = (token: string) => ring.recognise(token)?.scopes;
    await put(good);
    await find('production');
    expect(scopesOf(good)).toEqual(['read', 'write', 'admin']);
    await put('the-admin-token-of-7', 'ADMIN_TOKEN');
    await until('the admin token', () => ring.recognise('the-admin-token-of-7'));
    expect([scopesOf('the-admin-token-of-7'), scopesOf(good)]).toEqual([
      ['read', 'write', 'admin'],
      ['read', 'write'],
    ]);
  });

  it('refuses production with a placeholder for the admin token', async () => {
    await put(good);
    await put('changeme', 'ADMIN_TOKEN');
    await expect(find('production')).rejects.toThrow('ADMIN_TOKEN is a placeholder');
  });
});
