import { TestEnvironment } from 'jest-environment-node';

/**
 * Gives each of Jest's workers a cluster of its own: E2E_CLUSTERS is a JSON list of the environment variables of each.
 * Without the list, every test uses the cluster that KUBECONFIG and CLUSTER name. Programs that a test starts inherit the environment
 * of the worker, which only an environment of Jest can reach.
 */
export default class extends TestEnvironment {
  constructor(...given) {
    const clusters = JSON.parse(process.env.E2E_CLUSTERS ?? '[]');
    Object.assign(process.env, clusters[Number(process.env.JEST_WORKER_ID) - 1]);
    super(...given);
  }
}
