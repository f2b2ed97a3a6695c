import type { Certificate, Issuer } from '../kube/types.ts';
import type { CertificateSource } from './certificateSource.ts';
import type { KeyPair } from './servingCertificate.ts';
import type { Refusal } from './tokenPlan.ts';

/** A pair of certificate chain and key, as it was found and read. */
export type PairFound =
  | { readonly is: 'Absent'; readonly secretName: string }
  | { readonly is: 'Unusable'; readonly refusal: Refusal<'KeyMismatch' | 'ChainIncomplete'> }
  | Readable;

export interface Readable extends CertificateFacts {
  readonly is: 'Readable';
  readonly pair: KeyPair;
  /** Names that the world needs and the certificate is not good for. */
  readonly lacks: readonly string[];
  readonly isSelfIssued: boolean;
}

export interface CertificateFacts {
  readonly secretName: string;
  readonly issuer: string;
  readonly serialNumber: string;
  /** RFC 3339. */
  readonly notBefore: string;
  readonly notAfter: string;
}

/** What there is of cert-manager, as far as the spec asks for it. */
export type ManagerFound =
  /** The cluster has no Certificates. */
  | { readonly is: 'Missing' }
  | {
      readonly is: 'Served';
      /** `Unread`: of a group that the operator does not know. Absent: there is none of this name. */
      readonly issuer?: Issuer | 'Unread';
      /** Absent until it was applied. */
      readonly certificate?: Certificate;
      /** The Secret into which cert-manager would write is there and not cert-manager's. */
      readonly isTaken: boolean;
    };

/** All that is known of the world's certificate. */
export type CertificateFound = NoCertificate | SomeCertificate;

interface NoCertificate {
  readonly source: undefined;
}

export interface SomeCertificate {
  readonly source: CertificateSource;
  /** What the source holds; one that the operator has just made, if it is due. */
  readonly pair: PairFound;
  /** What the pods are given now. */
  readonly serving: PairFound;
  readonly manager?: ManagerFound;
}
