import type { Ingress } from '../kube/types.ts';
import { childMetadata } from './metadata.ts';
import type { Owner } from './owner.ts';

type IngressWanted = NonNullable<Owner['spec']['exposure']['ingress']>;

/**
 * The way in through whatever serves the class: no annotation, so that it says the same to each. The share of a candidate
 * follows the pod counts, because an Ingress has no weights.
 */
export function ingress(owner: Owner, { className }: IngressWanted): Ingress {
  const { hostnames } = owner.spec.exposure;
  const secretName = certificateSecretName(owner);
  const backend = { service: { name: owner.name, port: { name: 'http' } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: childMetadata(owner, owner.name),
    spec: {
      ...(className && { ingressClassName: className }),
      ...(secretName && { tls: [{ hosts: [...hostnames], secretName }] }),
      rules: hostnames.map((host) => ({
        host,
        http: { paths: [{ path: '/', pathType: 'Prefix', backend }] },
      })),
    },
  };
}

/** Name of the Secret with the world's certificate; undefined where none is configured. */
export const certificateSecretName = ({ spec }: Pick<Owner, 'spec'>): string | undefined =>
  spec.tls.secretRef?.name;
