import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyDefinitions } from '../bench/peers/definitions.ts';
import type { Program } from '../bench/peers/program.ts';
import { kubectl } from '../harness/kubectl.ts';
import { startProcesses } from './processes.ts';
import { argoCDProgram } from './program.ts';

const namespace = 'argocd';
const account = 'argocd-application-controller';
const settings = join(import.meta.dirname, '../../argocd/argocd-cm.yaml');

/** The name by which the API server knows Argo CD. */
export const argoCDUser = `system:serviceaccount:${namespace}:${account}`;

/** How Argo CD knows what belongs to an Application. */
export type Tracking = 'annotation' | 'label';

/** Argo CD, of which the processes run on this machine and the objects are in the cluster. */
export interface ArgoCD {
  /** Ends it and takes it off the cluster again. */
  remove(): Promise<void>;
}

/** Installs Argo CD with this project's scripts, as the docs say, and runs it with the rights that it has elsewhere. */
export async function startArgoCD(tracking: Tracking): Promise<ArgoCD> {
  const program = await argoCDProgram();
  await install(program, tracking);
  const folder = await mkdtemp(join(tmpdir(), 'spacetime-argocd-'));
  const processes = await startProcesses(program, folder, { namespace, account });
  return {
    remove: async () => {
      await Promise.all(processes.map((process) => process.stop()));
      await kubectl(['delete', '--ignore-not-found', ...files(program, clusterWide)]);
      await kubectl(['delete', 'namespace', namespace, '--wait=true']);
      await rm(folder, { recursive: true });
    },
  };
}

const definitions = ['crds/application-crd.yaml', 'crds/appproject-crd.yaml'];
const rights = ['clusterrole', 'clusterrolebinding'].map(
  (kind) => `cluster-rbac/application-controller/${account}-${kind}.yaml`,
);
const clusterWide = [...definitions, ...rights];
const namespaced = [
  'base/config/argocd-cm.yaml',
  'base/config/argocd-secret.yaml',
  `base/application-controller-roles/${account}-sa.yaml`,
];

const files = ({ source }: Program, names: readonly string[]) =>
  names.flatMap((name) => ['-f', join(source, 'manifests', name)]);

async function install(program: Program, tracking: Tracking): Promise<void> {
  await applyDefinitions(files(program, definitions));
  await kubectl(['create', 'namespace', namespace]);
  await kubectl(['apply', ...files(program, rights)]);
  await kubectl(['apply', '-n', namespace, ...files(program, namespaced)]);
  const patch = ['patch', 'configmap', 'argocd-cm', '-n', namespace];
  await kubectl([...patch, '--patch-file', settings]);
  const data = { 'application.resourceTrackingMethod': tracking };
  await kubectl([...patch, '-p', JSON.stringify({ data })]);
  await kubectl(['apply', '-f', '-'], JSON.stringify(defaultProject));
}

/** As Argo CD's API server makes it, which does not run here. */
const defaultProject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'default', namespace },
  spec: {
    sourceRepos: ['*'],
    destinations: [{ server: '*', namespace: '*' }],
    clusterResourceWhitelist: [{ group: '*', kind: '*' }],
  },
};
