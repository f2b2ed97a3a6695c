import { randomBytes } from 'node:crypto';
import { type Cluster, openCluster } from './cluster.ts';
import { type Fault, firstImage, loadImages } from './images.ts';
import { kubectl } from './kubectl.ts';
import { type Load, startLoad } from './load.ts';
import { installOperator } from './operator.ts';
import { type World, world } from './world.ts';

/** A world of two pods whose releases take as little time as they can while every phase is passed through. */
export const shortSpec = {
  image: firstImage,
  replicas: 2,
  resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
  rollout: {
    canary: { steps: [{ trafficPercent: 50 }], minSeconds: 2, minRequests: 20 },
    bakeSeconds: 3,
  },
};

/** A world of its own for one file of scenarios, with the operator of this source beside it. */
export interface Scenario {
  readonly cluster: Cluster;
  readonly world: World;
  /** Waits until the world serves `shortSpec`. */
  serve(): Promise<void>;
  /** Steady users from now on. */
  users(): Promise<Load>;
  /** Removes all of it; the namespace goes by itself. */
  close(): Promise<void>;
}

/** Prepares the cluster and an empty namespace whose name begins with `e2e-`; `faults` are those of its bad releases. */
export async function scenario(name: string, faults: readonly Fault[] = []): Promise<Scenario> {
  const namespace = `e2e-${name}-${randomBytes(3).toString('hex')}`;
  await Promise.all([loadImages(faults), installOperator(), kubectl(['create', 'namespace', namespace])]);
  const cluster = openCluster();
  const own = world(cluster, namespace, 'world');
  const loads: Load[] = [];
  return {
    cluster,
    world: own,
    serve: async () => {
      await own.apply(shortSpec);
      await own.released();
    },
    users: async () => {
      const load = startLoad({ url: await own.address() });
      loads.push(load);
      return load;
    },
    close: async () => {
      await Promise.all(loads.map((load) => load.stop()));
      await kubectl(['delete', 'spacetime', '--all', '--namespace', namespace]);
      await kubectl(['delete', 'namespace', namespace, '--wait=false']);
      await cluster.close();
    },
  };
}
