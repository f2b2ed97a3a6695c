import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import { type IApiEndpoint, type IApiResource, Pods } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type * as z from 'zod';
import { apiVersion, group, kind, labels, plural } from '../../../operator/src/api/identity.ts';
import type { SpaceTimeSpec } from '../../../operator/src/api/spacetime.ts';
import { type WithSecrets, withNames } from './references.ts';
import { refuse } from './refusal.ts';

/** `spec` as people write it: every field that has a default may be left out, and Secrets may be those of cdk8s-plus. */
export type SpaceTimeInput = WithSecrets<z.input<typeof SpaceTimeSpec>>;

export interface SpaceTimeProps {
  /** Its name is a part of many others, so it has no hash: without one it is the construct's id. */
  readonly metadata?: ApiObjectMetadata;
  readonly spec: SpaceTimeInput;
}

/**
 * One production world. Throws `InvalidObject` while the manifests are made, with the sentences by which the API server
 * would refuse it. As a resource of cdk8s-plus it can be given to its roles: `role.allowReadWrite(world)`.
 */
export class SpaceTime extends Construct implements IApiResource, IApiEndpoint {
  readonly apiGroup = group;
  readonly resourceType = plural;
  readonly resourceName: string;
  /** Name of the Service that is the world's one address: port 80, and 443 with TLS. It never changes. */
  readonly serviceName: string;
  /** Where it is reached: by the first of its host names, or inside the cluster. */
  readonly url: string;
  /** Its pods, all revisions, for policies of your own: `policy.addEgressRule(world.pods)`. */
  readonly pods: Pods;

  constructor(scope: Construct, id: string, { metadata, spec }: SpaceTimeProps) {
    super(scope, id);
    const named = withNames(spec) as z.input<typeof SpaceTimeSpec>;
    const name = metadata?.name ?? id;
    refuse({ metadata: { name }, spec: named });
    const object = new ApiObject(this, 'resource', {
      apiVersion,
      kind,
      metadata: { ...metadata, name },
      spec: named,
    });
    this.resourceName = name;
    this.serviceName = name;
    this.url = urlOf(name, object.metadata.namespace, named);
    this.pods = Pods.select(this, 'pods', {
      labels: { [labels.instance]: name, [labels.component]: 'runtime' },
    });
  }

  asApiResource(): IApiResource {
    return this;
  }

  asNonApiResource(): undefined {
    return undefined;
  }
}

/** Fields of `tls` that ask for no certificate. */
const beside = ['port', 'dnsNames'];

/** As the status says it, but for the port of a Gateway, which only the cluster knows. */
function urlOf(
  name: string,
  namespace: string | undefined,
  { exposure, tls = {} }: z.input<typeof SpaceTimeSpec>,
): string {
  const host = exposure?.hostnames?.find((one) => !one.startsWith('*'));
  const isSecure = Object.keys(tls).some((field) => !beside.includes(field));
  if (host !== undefined) return `${isSecure || exposure?.gateway ? 'https' : 'http'}://${host}`;
  return `${isSecure ? 'https' : 'http'}://${[name, ...(namespace ? [namespace, 'svc'] : [])].join('.')}`;
}
