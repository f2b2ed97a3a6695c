import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flagsOf, loadKubeconfig, namespaceOf } from './kubeconfig.ts';

let folder: string;
let kubeconfig: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  kubeconfig = join(folder, 'config');
  const contexts = [
    { name: 'here', context: { cluster: 'c', user: 'u', namespace: 'worlds' } },
    { name: 'there', context: { cluster: 'c', user: 'u' } },
  ];
  const clusters = [{ name: 'c', cluster: { server: 'https://10.0.0.1:6443' } }];
  const config = { clusters, users: [{ name: 'u', user: {} }], contexts, 'current-context': 'here' };
  await writeFile(kubeconfig, JSON.stringify(config));
});
afterEach(() => rm(folder, { recursive: true }));

it.each([
  [{}, 'worlds'],
  [{ context: 'there' }, 'default'],
  [{ context: 'there', namespace: 'other' }, 'other'],
])('with %j the namespace is %s, as kubectl has it', (where, namespace) => {
  expect(namespaceOf(loadKubeconfig({ kubeconfig, ...where }), where)).toBe(namespace);
});

it('a context that is not there is bad input, and those that are there are named', () => {
  expect(() => loadKubeconfig({ kubeconfig, context: 'nowhere' })).toThrow(
    '--context nowhere is not in the kubeconfig; there is here, there.',
  );
});

it('a file that is not there, or is none, is named in the sentence', async () => {
  const missing = join(folder, 'missing');
  expect(() => loadKubeconfig({ kubeconfig: missing })).toThrow(
    `The kubeconfig ${missing} cannot be read: ENOENT`,
  );
  await writeFile(missing, '{');
  expect(() => loadKubeconfig({ kubeconfig: missing })).toThrow(`The kubeconfig ${missing} cannot be read: `);
});

it('kubectl is led to the same cluster', () => {
  expect(flagsOf({ kubeconfig: 'a', context: 'b', namespace: 'c' })).toEqual([
    '--context=b',
    '--kubeconfig=a',
  ]);
  expect(flagsOf({})).toEqual([]);
});
