import type { Certificate, Issuer, Secret } from '../src/kube/types.ts';
import { certificateRequest } from '../src/plan/certificateRequest.ts';
import { allNames } from '../src/plan/certificateSource.ts';
import type { Owner } from '../src/plan/owner.ts';
import type { Made } from './aCertificate.ts';
import { anOwner } from './builders.ts';

/** Spec of a world whose certificate the Issuer `ca` issues. */
export const issuedBy = (name = 'ca', more: object = {}) => ({
  tls: { certManager: { issuerRef: { name } } },
  exposure: { hostnames: ['plaza.example.com'] },
  ...more,
});

export const aManagedOwner = (more: object = {}): Owner => anOwner(issuedBy('ca', more));

export const anIssuer = (more: Partial<Issuer> = {}): Issuer => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Issuer',
  metadata: { name: 'ca', namespace: 'worlds' },
  spec: {},
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
  ...more,
});

/** The Certificate that a world asks for; `said` are cert-manager's conditions. */
export function aCertificateOf(owner: Owner, status: Certificate['status'] = {}): Certificate {
  const issuerRef = owner.spec.tls.certManager?.issuerRef;
  if (!issuerRef) throw new Error('The world asks for no Certificate.');
  const asked = certificateRequest(owner, { issuerRef, dnsNames: allNames(owner) });
  return { ...asked, metadata: { ...asked.metadata, generation: 1 }, status };
}

export const issued = { conditions: [{ type: 'Ready', status: 'True', observedGeneration: 1 }] };

/** The Secret in which cert-manager keeps what it issued. */
export const issuedSecret = ({ crt, key }: Pick<Made, 'crt' | 'key'>): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: 'plaza-tls',
    namespace: 'worlds',
    annotations: { 'cert-manager.io/certificate-name': 'plaza-tls' },
  },
  data: { 'tls.crt': btoa(crt), 'tls.key': btoa(key) },
});
