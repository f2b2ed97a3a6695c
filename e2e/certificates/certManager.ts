import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certManagerDefinitions } from '../../operator/test/certManagerDefinitions.ts';
import { type Controller, startController } from '../bench/peers/controller.ts';
import { applyDefinitions } from '../bench/peers/definitions.ts';
import { goProgram } from '../bench/peers/program.ts';
import { kubeconfig, kubectl } from '../harness/kubectl.ts';

const version = 'v1.11.5';

/** Installs cert-manager's kinds and runs its controller on this machine; its first build takes many minutes. */
export async function startCertManager(): Promise<Controller> {
  const { path } = await goProgram('github.com/cert-manager/cert-manager', version, './cmd/controller');
  await installDefinitions();
  return startController('cert-manager', path, [
    `--kubeconfig=${kubeconfig()}`,
    '--leader-elect=false',
    '--metrics-listen-address=127.0.0.1:0',
  ]);
}

async function installDefinitions(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cert-manager-'));
  const file = join(folder, 'definitions.json');
  try {
    await writeFile(
      file,
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: certManagerDefinitions() }),
    );
    await applyDefinitions(['-f', file]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Other tests are glad of a cluster without it. */
export async function removeDefinitions(): Promise<void> {
  const names = certManagerDefinitions().map(({ metadata }) => `crd/${metadata.name}`);
  await kubectl(['delete', '--ignore-not-found', ...names]);
}

const certManagerObject = (namespace: string, kind: string, name: string, spec: object) => ({
  apiVersion: 'cert-manager.io/v1',
  kind,
  metadata: { name, namespace },
  spec,
});

/** An authority of the namespace's own, and the Issuer `ca` that issues in its name. */
export async function applyAuthority(namespace: string): Promise<void> {
  const items = [
    certManagerObject(namespace, 'Issuer', 'root', { selfSigned: {} }),
    certManagerObject(namespace, 'Certificate', 'authority', {
      isCA: true,
      commonName: 'authority',
      secretName: 'authority',
      privateKey: { algorithm: 'ECDSA', size: 256 },
      issuerRef: { name: 'root' },
    }),
    certManagerObject(namespace, 'Issuer', 'ca', { ca: { secretName: 'authority' } }),
    // Nobody makes its Secret.
    certManagerObject(namespace, 'Issuer', 'broken', { ca: { secretName: 'nowhere' } }),
  ];
  await kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}
