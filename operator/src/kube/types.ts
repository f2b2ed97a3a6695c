import type {
  EventsV1Event,
  V1ConfigMap,
  V1Container,
  V1ContainerStateTerminated,
  V1ContainerStatus,
  V1ControllerRevision,
  V1CustomResourceDefinition,
  V1Deployment,
  V1EndpointSlice,
  V1Ingress,
  V1Job,
  V1Lease,
  V1Namespace,
  V1NetworkPolicy,
  V1ObjectMeta,
  V1OwnerReference,
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodDisruptionBudget,
  V1PodTemplateSpec,
  V1Probe,
  V1Secret,
  V1Service,
  V1ServiceAccount,
  V1StatefulSet,
  V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node';

/**
 * What an object is on the wire. The client library's types say `Date` where JSON has RFC 3339 text, and `any` where
 * anything may stand, and write `_from` for `from`; here they are `string`, `unknown` and `from`, so nobody needs a cast to
 * tell the truth.
 */
type Json<T> = 0 extends 1 & T
  ? unknown
  : T extends Date
    ? string
    : T extends readonly (infer Item)[]
      ? Json<Item>[]
      : T extends object
        ? { [Field in keyof T as Field extends `_${infer Name}` ? Name : Field]: Json<T[Field]> }
        : T;

/** `name` is always there: none of our objects has a generated name. What only the server writes is optional; see `Stored`. */
export type ObjectMeta = Json<V1ObjectMeta> & { name: string };

/** Any object of the API. One that was read from a list has its `apiVersion` and `kind` too: the reflector puts them in. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

/** An object as the server keeps it: with what the server writes into the metadata of every namespaced object. */
export type Stored<T extends KubeObject = KubeObject> = T & {
  metadata: {
    namespace: string;
    uid: string;
    resourceVersion: string;
    creationTimestamp: string;
  };
};

type Kind<T> = KubeObject & Omit<Json<T>, keyof KubeObject>;

export type ConfigMap = Kind<V1ConfigMap>;
export type ControllerRevision = Kind<V1ControllerRevision>;
export type CustomResourceDefinition = Kind<V1CustomResourceDefinition>;
export type Deployment = Kind<V1Deployment>;
export type EndpointSlice = Kind<V1EndpointSlice>;
export type HorizontalPodAutoscaler = Kind<V2HorizontalPodAutoscaler>;
export type Ingress = Kind<V1Ingress>;
export type Job = Kind<V1Job>;
export type KubeEvent = Kind<EventsV1Event>;
export type Lease = Kind<V1Lease>;
export type Namespace = Kind<V1Namespace>;
export type NetworkPolicy = Kind<V1NetworkPolicy>;
export type PersistentVolumeClaim = Kind<V1PersistentVolumeClaim>;
export type Pod = Kind<V1Pod>;
export type PodDisruptionBudget = Kind<V1PodDisruptionBudget>;
export type Secret = Kind<V1Secret>;
export type Service = Kind<V1Service>;
export type ServiceAccount = Kind<V1ServiceAccount>;
export type StatefulSet = Kind<V1StatefulSet>;

export type OwnerReference = Json<V1OwnerReference>;
export type PodTemplate = Json<V1PodTemplateSpec>;
export type Container = Json<V1Container>;
export type ContainerStatus = Json<V1ContainerStatus>;
export type ContainerStateTerminated = Json<V1ContainerStateTerminated>;
export type Probe = Json<V1Probe>;

// The part of gateway.networking.k8s.io/v1 that is read or written here. Source: the standard CRDs of Gateway API 1.7.

export interface ParentRef {
  readonly group?: string;
  readonly kind?: string;
  /** Absent: that of the route. */
  readonly namespace?: string;
  readonly name: string;
  readonly sectionName?: string | undefined;
}

/** A condition as the Gateway API writes it; `reason` is the vocabulary of that API or of an implementation. */
interface GatewayCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

export interface BackendRef {
  readonly name: string;
  readonly port: number;
  /** Users go to the backends of a rule in proportion to their weights; 0 gets none. */
  readonly weight: number;
}

export interface HTTPRoute extends KubeObject {
  readonly spec: {
    readonly parentRefs: readonly ParentRef[];
    readonly hostnames: readonly string[];
    readonly rules: readonly {
      readonly timeouts: { readonly request: string };
      readonly backendRefs: readonly BackendRef[];
    }[];
  };
  /** What the implementation of each parent says of the route. */
  readonly status?: {
    readonly parents?: readonly {
      readonly parentRef: ParentRef;
      readonly conditions: readonly GatewayCondition[];
    }[];
  };
}

export interface Listener {
  readonly name: string;
  readonly port: number;
  /** HTTPS ends TLS at the listener; HTTP has none. */
  readonly protocol: string;
}

/** A Gateway, or a ListenerSet, which adds listeners to a Gateway of any namespace that allows it. */
export interface Gateway extends KubeObject {
  readonly spec: { readonly listeners?: readonly Listener[] };
  readonly status?: {
    readonly addresses?: readonly unknown[];
    readonly conditions?: readonly GatewayCondition[];
  };
}

// The part of cert-manager.io/v1 that is read or written here. Source: the CRDs of cert-manager 1.11.

/** A condition as cert-manager writes it; `observedGeneration` is absent where the kind has none. */
interface CertManagerCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

export interface Certificate extends KubeObject {
  readonly spec: {
    readonly secretName: string;
    readonly dnsNames: readonly string[];
    readonly issuerRef: { readonly name: string; readonly kind: string; readonly group: string };
    readonly privateKey: {
      readonly algorithm: string;
      readonly size: number;
      readonly rotationPolicy: string;
    };
    readonly usages: readonly string[];
  };
  readonly status?: {
    readonly conditions?: readonly CertManagerCondition[];
    /** RFC 3339. */
    readonly renewalTime?: string;
  };
}

/** An Issuer or a ClusterIssuer. */
export interface Issuer extends KubeObject {
  /** `acme` is there where a public authority signs. */
  readonly spec: { readonly acme?: unknown };
  readonly status?: { readonly conditions?: readonly CertManagerCondition[] };
}

// The part of monitoring.coreos.com/v1 that is written here. Source: the CRDs of the Prometheus operator.

export interface PodMonitor extends KubeObject {
  readonly spec: {
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly podMetricsEndpoints: readonly {
      readonly port: string;
      readonly path: string;
      readonly interval: string;
      readonly scrapeTimeout: string;
      readonly relabelings: readonly {
        readonly sourceLabels: readonly string[];
        readonly targetLabel: string;
      }[];
    }[];
  };
}

/** One alert as Prometheus evaluates it; label values and annotations are templates. */
export interface PrometheusAlert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface PrometheusRule extends KubeObject {
  readonly spec: {
    readonly groups: readonly {
      readonly name: string;
      readonly interval: string;
      readonly rules: readonly PrometheusAlert[];
    }[];
  };
}

/** Of grafana.integreatly.org/v1beta1. Source: the CRDs of the Grafana operator 5. */
export interface GrafanaDashboard extends KubeObject {
  readonly spec: {
    readonly instanceSelector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly json: string;
    readonly folder?: string;
  };
}
