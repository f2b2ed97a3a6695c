import type { Ingress } from '../kube/types.ts';
import { asksForHttps } from './https.ts';
import { childMetadata, servingCertificateName } from './metadata.ts';
import type { Owner } from './owner.ts';

type IngressWanted = NonNullable<Owner['spec']['exposure']['ingress']>;

/**
 * The way in through whatever serves the class: no annotation, so that it says the same to each. The share of a candidate
 * follows the pod counts, because an Ingress has no weights.
 */
export function ingress(
  owner: Owner,
  { className }: IngressWanted,
  isEncrypted: boolean = asksForHttps(owner),
): Ingress {
  const { hostnames } = owner.spec.exposure;
  const backend = { service: { name: owner.name, port: { name: 'http' } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: childMetadata(owner, owner.name),
    spec: {
      ...(className && { ingressClassName: className }),
      // The copy that was checked: a wrong certificate reaches the Ingress as little as it reaches the pods.
      ...(isEncrypted && {
        tls: [{ hosts: [...hostnames], secretName: servingCertificateName(owner) }],
      }),
      rules: hostnames.map((host) => ({
        host,
        http: { paths: [{ path: '/', pathType: 'Prefix', backend }] },
      })),
    },
  };
}
