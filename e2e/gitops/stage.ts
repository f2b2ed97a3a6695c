import { randomBytes } from 'node:crypto';
import { apiVersion, kind } from '../../operator/src/api/identity.ts';
import { type Cluster, openCluster } from '../harness/cluster.ts';
import { type Fault, loadImages } from '../harness/images.ts';
import { kubectl } from '../harness/kubectl.ts';
import { type Load, startLoad } from '../harness/load.ts';
import { installOperator } from '../harness/operator.ts';
import { shortSpec } from '../harness/scenario.ts';
import { type World, world } from '../harness/world.ts';
import { applyApplication, type WorldApplication } from './application.ts';
import { startArgoCD, type Tracking } from './argocd.ts';
import { newRepository, type Repository } from './repository.ts';

/** A world in Git, which Argo CD keeps in the cluster. */
export interface Stage {
  readonly cluster: Cluster;
  readonly repository: Repository;
  readonly application: WorldApplication;
  readonly world: World;
  /** Commits the world with `shortSpec` and these changes of it; answers the commit, of which Argo CD then knows. */
  commit(changes?: object): Promise<string>;
  /** Steady visitors from now on. */
  visitors(): Promise<Load>;
  close(): Promise<void>;
}

/** Starts Argo CD over a repository that holds a Namespace and no world yet, with the Application of the docs. */
export async function gitOps(tracking: Tracking, faults: readonly Fault[] = []): Promise<Stage> {
  const name = `e2e-gitops-${randomBytes(3).toString('hex')}`;
  const [repository, argoCD] = await Promise.all([
    newRepository(),
    startArgoCD(tracking),
    loadImages(faults),
    installOperator(),
  ]);
  await repository.commit({ 'plaza/namespace.yaml': namespaceOf(name) });
  const cluster = openCluster();
  const application = await applyApplication(cluster, repository.url, name);
  const own = world(cluster, name, 'plaza');
  const loads: Load[] = [];
  return {
    cluster,
    repository,
    application,
    world: own,
    commit: async (changes = {}) => {
      const spec = { ...shortSpec, ...changes };
      const object = { apiVersion, kind, metadata: { name: own.name, namespace: name }, spec };
      const commit = await repository.commit({ 'plaza/world.yaml': object });
      await application.compare();
      return commit;
    },
    visitors: async () => {
      const load = startLoad({ url: await own.address() });
      loads.push(load);
      return load;
    },
    close: async () => {
      await Promise.all(loads.map((load) => load.stop()));
      await application.remove();
      await argoCD.remove();
      await kubectl(['delete', 'namespace', name, '--ignore-not-found', '--wait=false']);
      await Promise.all([repository.remove(), cluster.close()]);
    },
  };
}

/** With it would go what a world retains, so Argo CD is told to leave it. */
const namespaceOf = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } },
});
