import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usualSpec } from '../test/aCandidate.ts';
import { readSettings } from './settings.ts';

let folder: string;
let env: Record<string, string>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spacetime-check-tokens-'));
  await writeFile(join(folder, 'PREVIEW_TOKEN'), 'the-token-of-the-preview\n');
  await writeFile(join(folder, 'API_TOKEN'), 'the-token-of-the-world\n');
  env = {
    CHECK_PREVIEW_URL: 'http://world-bcdfghjklm.worlds.svc:80',
    CHECK_WORLD_URL: 'http://127.0.0.1:8080',
    CHECK_REVISION: 'bcdfghjklm',
    CHECK_SPEC: JSON.stringify(usualSpec),
    CHECK_TOKENS_DIR: folder,
  };
});
afterEach(() => rm(folder, { recursive: true }));

it('reads what the operator says, and fields that only a newer one knows do no harm', async () => {
  const { smoke, load } = usualSpec;
  const spec = {
    ...usualSpec,
    smoke: { ...smoke, paths: [{ path: '/api/status' }], later: true },
    load: { ...load, minSuccessPercent: '99.5' },
    custom: [],
  };
  expect(await readSettings({ ...env, CHECK_SPEC: JSON.stringify(spec) })).toEqual({
    previewUrl: 'http://world-bcdfghjklm.worlds.svc:80',
    worldUrl: 'http://127.0.0.1:8080',
    revision: 'bcdfghjklm',
    spec: {
      ...usualSpec,
      smoke: { ...smoke, paths: [{ path: '/api/status', expectedStatus: 200 }] },
      load: { ...load, minSuccessPercent: 99.5 },
    },
    tokens: { preview: 'the-token-of-the-preview', world: 'the-token-of-the-world' },
    ca: undefined,
    browser: undefined,
  });
});

it.each([
  ['CHECK_PREVIEW_URL', 'world', 'CHECK_PREVIEW_URL must be an address such as http://127.0.0.1:8080.'],
  ['CHECK_SPEC', '{', 'CHECK_SPEC must be JSON.'],
  ['CHECK_SPEC', '{}', /^CHECK_SPEC cannot be used: smoke: /],
  ['CHECK_TOKENS_DIR', '/nowhere', 'The file PREVIEW_TOKEN of the tokens cannot be read (ENOENT).'],
  ['CHECK_CA_FILE', '/nowhere', 'The file of CHECK_CA_FILE cannot be read (ENOENT).'],
])('names what is wrong: %s=%s', async (name, value, sentence) => {
  await expect(readSettings({ ...env, [name]: value })).rejects.toThrow(sentence);
});

it('names what is missing', async () => {
  const { CHECK_REVISION: _, ...rest } = env;
  await expect(readSettings(rest)).rejects.toThrow('CHECK_REVISION must be the name of a revision.');
});
