import type {
  Certificate,
  ConfigMap,
  ControllerRevision,
  CustomResourceDefinition,
  Deployment,
  EndpointSlice,
  Gateway,
  GrafanaDashboard,
  HorizontalPodAutoscaler,
  HTTPRoute,
  Ingress,
  Issuer,
  Job,
  KubeEvent,
  KubeObject,
  Lease,
  Namespace,
  NetworkPolicy,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  PodMonitor,
  PrometheusRule,
  Secret,
  Service,
  ServiceAccount,
  StatefulSet,
} from './types.ts';

/** How a kind is addressed. `example` is never set: it ties the TypeScript type to the address. */
export interface Resource<T extends KubeObject = KubeObject> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly example?: T;
}

const namespaced = <T extends KubeObject>(apiVersion: string, kind: string, plural: string): Resource<T> => ({
  apiVersion,
  kind,
  plural,
  namespaced: true,
});

const clusterWide = <T extends KubeObject>(
  apiVersion: string,
  kind: string,
  plural: string,
): Resource<T> => ({
  apiVersion,
  kind,
  plural,
  namespaced: false,
});

const gatewayAPI = 'gateway.networking.k8s.io/v1';
const certManagerAPI = 'cert-manager.io/v1';
const prometheusAPI = 'monitoring.coreos.com/v1';

/** Every kind that the operator reads or writes; RBAC is made from it. */
export const resources = {
  certificates: namespaced<Certificate>(certManagerAPI, 'Certificate', 'certificates'),
  clusterIssuers: clusterWide<Issuer>(certManagerAPI, 'ClusterIssuer', 'clusterissuers'),
  configMaps: namespaced<ConfigMap>('v1', 'ConfigMap', 'configmaps'),
  controllerRevisions: namespaced<ControllerRevision>('apps/v1', 'ControllerRevision', 'controllerrevisions'),
  customResourceDefinitions: clusterWide<CustomResourceDefinition>(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    'customresourcedefinitions',
  ),
  deployments: namespaced<Deployment>('apps/v1', 'Deployment', 'deployments'),
  endpointSlices: namespaced<EndpointSlice>('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices'),
  events: namespaced<KubeEvent>('events.k8s.io/v1', 'Event', 'events'),
  gateways: namespaced<Gateway>(gatewayAPI, 'Gateway', 'gateways'),
  grafanaDashboards: namespaced<GrafanaDashboard>(
    'grafana.integreatly.org/v1beta1',
    'GrafanaDashboard',
    'grafanadashboards',
  ),
  horizontalPodAutoscalers: namespaced<HorizontalPodAutoscaler>(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    'horizontalpodautoscalers',
  ),
  httpRoutes: namespaced<HTTPRoute>(gatewayAPI, 'HTTPRoute', 'httproutes'),
  ingresses: namespaced<Ingress>('networking.k8s.io/v1', 'Ingress', 'ingresses'),
  issuers: namespaced<Issuer>(certManagerAPI, 'Issuer', 'issuers'),
  jobs: namespaced<Job>('batch/v1', 'Job', 'jobs'),
  leases: namespaced<Lease>('coordination.k8s.io/v1', 'Lease', 'leases'),
  listenerSets: namespaced<Gateway>(gatewayAPI, 'ListenerSet', 'listenersets'),
  namespaces: clusterWide<Namespace>('v1', 'Namespace', 'namespaces'),
  networkPolicies: namespaced<NetworkPolicy>('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies'),
  persistentVolumeClaims: namespaced<PersistentVolumeClaim>(
    'v1',
    'PersistentVolumeClaim',
    'persistentvolumeclaims',
  ),
  podDisruptionBudgets: namespaced<PodDisruptionBudget>(
    'policy/v1',
    'PodDisruptionBudget',
    'poddisruptionbudgets',
  ),
  podMonitors: namespaced<PodMonitor>(prometheusAPI, 'PodMonitor', 'podmonitors'),
  pods: namespaced<Pod>('v1', 'Pod', 'pods'),
  prometheusRules: namespaced<PrometheusRule>(prometheusAPI, 'PrometheusRule', 'prometheusrules'),
  secrets: namespaced<Secret>('v1', 'Secret', 'secrets'),
  serviceAccounts: namespaced<ServiceAccount>('v1', 'ServiceAccount', 'serviceaccounts'),
  services: namespaced<Service>('v1', 'Service', 'services'),
  spaceTimes: namespaced<KubeObject>('spacetime.dev/v1', 'SpaceTime', 'spacetimes'),
  statefulSets: namespaced<StatefulSet>('apps/v1', 'StatefulSet', 'statefulsets'),
} as const;

const byKind = new Map<string, Resource>(
  Object.values(resources).map((resource) => [`${resource.apiVersion} ${resource.kind}`, resource]),
);

/** The address of an object's kind. Throws for a kind that is not in the table: that is a mistake in the operator. */
export function resourceOf(object: Pick<KubeObject, 'apiVersion' | 'kind'>): Resource {
  const resource = byKind.get(`${object.apiVersion} ${object.kind}`);
  if (!resource) throw new Error(`The operator has no address for ${object.apiVersion} ${object.kind}`);
  return resource;
}

/** The path of all objects of a kind, in one namespace or (undefined) everywhere. */
export function collectionPath(resource: Resource, namespace: string | undefined): string {
  const root = resource.apiVersion.includes('/')
    ? `/apis/${resource.apiVersion}`
    : `/api/${resource.apiVersion}`;
  const scope =
    resource.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${scope}/${resource.plural}`;
}

/** The path of one object, or of one of its subresources. */
export function objectPath(
  resource: Resource,
  namespace: string | undefined,
  name: string,
  subresource?: 'status',
): string {
  const path = `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}`;
  return subresource ? `${path}/${subresource}` : path;
}
