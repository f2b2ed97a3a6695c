import type { SpaceTimeSpec } from '../api/spacetime.ts';
import type { Issuer } from '../kube/types.ts';
import type { Owner } from './owner.ts';

export type CertificateSource = 'CertManager' | 'SecretRef' | 'SelfSigned';

/** Where the certificate comes from; undefined is plain HTTP. */
export function certificateSource({
  certManager,
  secretRef,
  selfSigned,
}: SpaceTimeSpec['tls']): CertificateSource | undefined {
  if (certManager) return 'CertManager';
  if (secretRef) return 'SecretRef';
  return selfSigned && 'SelfSigned';
}

/** Names that any certificate of the world must be good for. */
export const publicNames = ({ spec: { exposure, tls } }: Pick<Owner, 'spec'>): readonly string[] =>
  unique([...exposure.hostnames, ...tls.dnsNames]);

/** Every name of the world: the public ones, and those of its Service. */
export const allNames = (owner: Owner): readonly string[] =>
  unique([...publicNames(owner), ...serviceNames(owner)]);

/** Names that this issuer can sign: an ACME authority signs public ones alone. */
export const issuedNames = (owner: Owner, issuer: Issuer | undefined): readonly string[] =>
  issuer?.spec.acme === undefined ? allNames(owner) : publicNames(owner);

const serviceNames = ({ name, namespace }: Owner): readonly string[] => [
  name,
  `${name}.${namespace}`,
  `${name}.${namespace}.svc`,
  `${name}.${namespace}.svc.cluster.local`,
];

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
