import type { Secret } from '../kube/types.ts';
import { childMetadata, servingCertificateName } from './metadata.ts';
import type { Owner } from './owner.ts';

/** A certificate with its key, both PEM in base64, as in a Secret of type kubernetes.io/tls. */
export interface KeyPair {
  readonly 'tls.crt': string;
  readonly 'tls.key': string;
}

/** The pair that the pods serve, written only after it was checked: a wrong source leaves the old pair serving. */
export const servingCertificate = (owner: Owner, pair: KeyPair): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: childMetadata(owner, servingCertificateName(owner)),
  type: 'kubernetes.io/tls',
  data: { ...pair },
});
