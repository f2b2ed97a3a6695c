import type { Certificate } from '../kube/types.ts';
import { certificateName, childMetadata } from './metadata.ts';
import type { Owner } from './owner.ts';

export type IssuerRef = NonNullable<Owner['spec']['tls']['certManager']>['issuerRef'];

/** What cert-manager is asked for. */
export interface CertificateRequest {
  readonly issuerRef: IssuerRef;
  readonly dnsNames: readonly string[];
}

/**
 * The Certificate that cert-manager keeps issued, in the Secret of the same name. Each renewal has a new key, so that one that
 * was lost is worth nothing for long. How long it lives and when it is renewed is cert-manager's, or a field of another owner's.
 */
export const certificateRequest = (
  owner: Owner,
  { issuerRef, dnsNames }: CertificateRequest,
): Certificate => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: childMetadata(owner, certificateName(owner)),
  spec: {
    secretName: certificateName(owner),
    dnsNames,
    issuerRef: { name: issuerRef.name, kind: issuerRef.kind, group: issuerRef.group },
    privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
    usages: ['digital signature', 'server auth'],
  },
});
