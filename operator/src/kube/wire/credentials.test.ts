import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCredentials } from './credentials.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credentials-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function kubeconfig(cluster: object, user: object): Promise<string> {
  const path = join(folder, 'config');
  await writeFile(
    path,
    JSON.stringify({
      clusters: [{ name: 'c', cluster: { server: 'https://10.0.0.1:6443', ...cluster } }],
      users: [{ name: 'u', user }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    }),
  );
  return path;
}

describe('credentials of a kubeconfig', () => {
  it('have the server, the authority and the client certificate', async () => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const path = await kubeconfig(
      { 'certificate-authority-data': base64('CA'), 'tls-server-name': 'kubernetes' },
      { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') },
    );
    expect(await readCredentials(path)).toEqual({
      server: 'https://10.0.0.1:6443',
      tls: {
        ca: Buffer.from('CA'),
        cert: Buffer.from('CERT'),
        key: Buffer.from('KEY'),
        servername: 'kubernetes',
      },
      headers: {},
    });
  });

  it('are read from the files each time, so that a replaced token or authority is found', async () => {
    const path = await kubeconfig(
      { 'certificate-authority': 'ca.crt' },
      { 'auth-provider': { name: 'tokenFile', config: { tokenFile: join(folder, 'token') } } },
    );
    for (const round of ['one', 'two']) {
      await writeFile(join(folder, 'ca.crt'), `CA ${round}`);
      await writeFile(join(folder, 'token'), `token-${round}\n`);
      expect(await readCredentials(path)).toMatchObject({
        tls: { ca: Buffer.from(`CA ${round}`) },
        headers: { Authorization: `Bearer token-${round}` },
      });
    }
  });

  it('behind a proxy are refused with a sentence', async () => {
    const path = await kubeconfig({ 'proxy-url': 'http://proxy:3128' }, {});
    await expect(readCredentials(path)).rejects.toThrow('The kubeconfig names a proxy-url');
  });
});
