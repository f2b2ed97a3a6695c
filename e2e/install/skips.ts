/** What a tool complains of and we do not change, with the reason. A skip that nothing needs any more is an error. */
export interface Skips {
  readonly [check: string]: string;
}

const pull =
  'Images are named by version or digest, and the digest that really runs is recorded and compared; a pull at each start would make every restart depend on a registry.';
const lowUser =
  'The images are built for user 1000, the one that Node images have; a user namespace, not a high number, keeps users of pods and nodes apart.';

export const checkovSkips: Skips = {
  CKV_K8S_43: 'The image is whatever the user names; a tag is a fair name, since the digest is recorded.',
  CKV_K8S_15: pull,
  CKV_K8S_40: lowUser,
  CKV_K8S_38: 'The operator talks to the API server: its token is what it works with. No other pod has one.',
  CKV_K8S_8:
    'A database that is slow is not helped by being killed: PostgreSQL ends by itself when it cannot go on, and its readiness takes it out of use.',
};

export const kubeScoreSkips: Skips = {
  'container-image-pull-policy': pull,
  'container-security-context-user-group-id': lowUser,
  'deployment-has-host-podantiaffinity':
    'Pods are kept apart by topology spread constraints, which say how far and count each revision by itself.',
  'deployment-replicas':
    'A candidate begins with as many pods as its share of the traffic needs, which may be one; the stable revision has the others.',
  'horizontalpodautoscaler-has-target':
    'The autoscaler scales the SpaceTime, which says how many pods each revision has; the tool knows only workloads that Kubernetes brings.',
  'statefulset-has-servicename':
    'Nobody asks for the one pod of a database by its name: resolvers would remember its address after it is gone. Its Service has an address of its own.',
  'container-ephemeral-storage-request-and-limit':
    'A database keeps nothing outside of its volume but a socket and what it logs, which the node rotates; over a limit it would be evicted.',
};
