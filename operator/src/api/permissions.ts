import { group, plural } from './identity.ts';

/** What the operator may do with one kind of object. */
export interface Permission {
  readonly apiGroup: string;
  readonly resource: string;
  readonly verbs: readonly string[];
}

// What every world has goes with its owner; the operator never deletes it.
const kept = ['get', 'list', 'watch', 'create', 'patch'] as const;
const child = [...kept, 'delete'] as const;

const gatewayGroup = 'gateway.networking.k8s.io';
const certManagerGroup = 'cert-manager.io';

/** In every namespace: what RBAC grants and all that the operator asks of the API server. */
export const clusterPermissions: readonly Permission[] = [
  // `patch` is for the finalizer, which has no endpoint of its own; the spec is never written.
  { apiGroup: group, resource: plural, verbs: ['get', 'list', 'watch', 'patch'] },
  { apiGroup: group, resource: `${plural}/status`, verbs: ['patch'] },
  // Asked for where owner references that block deletion need a permission of their own.
  { apiGroup: group, resource: `${plural}/finalizers`, verbs: ['update'] },
  { apiGroup: 'apps', resource: 'deployments', verbs: child },
  { apiGroup: 'apps', resource: 'controllerrevisions', verbs: child },
  { apiGroup: 'apps', resource: 'statefulsets', verbs: child },
  { apiGroup: '', resource: 'services', verbs: child },
  { apiGroup: '', resource: 'configmaps', verbs: child },
  { apiGroup: '', resource: 'secrets', verbs: child },
  { apiGroup: '', resource: 'serviceaccounts', verbs: kept },
  { apiGroup: '', resource: 'persistentvolumeclaims', verbs: kept },
  { apiGroup: 'policy', resource: 'poddisruptionbudgets', verbs: kept },
  { apiGroup: 'autoscaling', resource: 'horizontalpodautoscalers', verbs: child },
  { apiGroup: 'batch', resource: 'jobs', verbs: child },
  { apiGroup: 'networking.k8s.io', resource: 'ingresses', verbs: child },
  { apiGroup: 'networking.k8s.io', resource: 'networkpolicies', verbs: child },
  // Rights to what a cluster may lack are harmless there.
  { apiGroup: gatewayGroup, resource: 'httproutes', verbs: child },
  { apiGroup: gatewayGroup, resource: 'gateways', verbs: ['get'] },
  { apiGroup: gatewayGroup, resource: 'listenersets', verbs: ['get'] },
  { apiGroup: certManagerGroup, resource: 'certificates', verbs: child },
  { apiGroup: certManagerGroup, resource: 'issuers', verbs: ['get'] },
  { apiGroup: certManagerGroup, resource: 'clusterissuers', verbs: ['get'] },
  // `patch` is for what says which pod leaves first.
  { apiGroup: '', resource: 'pods', verbs: ['list', 'watch', 'patch', 'delete'] },
  { apiGroup: 'monitoring.coreos.com', resource: 'podmonitors', verbs: child },
  { apiGroup: 'monitoring.coreos.com', resource: 'prometheusrules', verbs: child },
  { apiGroup: 'grafana.integreatly.org', resource: 'grafanadashboards', verbs: child },
  { apiGroup: 'events.k8s.io', resource: 'events', verbs: ['create'] },
];

/** In the operator's own namespace only. */
export const ownPermissions: readonly Permission[] = [
  { apiGroup: 'coordination.k8s.io', resource: 'leases', verbs: ['get', 'create', 'update'] },
];
