import type { KeyPair } from './servingCertificate.ts';
import type { Refusal } from './tokenPlan.ts';

/** The user's certificate as it was found and read. */
export type CertificateFound =
  | { readonly is: 'NotConfigured' }
  | { readonly is: 'Absent'; readonly secretName: string }
  | { readonly is: 'Unusable'; readonly refusal: Refusal<'KeyMismatch' | 'ChainIncomplete'> }
  | ({ readonly is: 'Readable'; readonly pair: KeyPair } & CertificateFacts);

interface CertificateFacts {
  readonly secretName: string;
  readonly issuer: string;
  readonly serialNumber: string;
  /** RFC 3339. */
  readonly notBefore: string;
  readonly notAfter: string;
}

export interface CertificatePlan {
  readonly state: 'NotConfigured' | 'Valid' | 'ExpiresSoon' | 'Refused';
  /** What to serve; absent while the source is wrong, so that the old pair goes on serving. */
  readonly serve?: KeyPair;
  readonly facts?: CertificateFacts;
  readonly refusal?: Refusal<'NotFound' | 'KeyMismatch' | 'ChainIncomplete' | 'Expired'>;
}

const soonDays = 14;
const millisecondsOfDay = 86_400_000;

/** Whether the certificate may be served at `now`. */
export function certificatePlan(found: CertificateFound, now: Date): CertificatePlan {
  switch (found.is) {
    case 'NotConfigured':
      return { state: 'NotConfigured' };
    case 'Absent':
      return {
        state: 'Refused',
        refusal: {
          reason: 'NotFound',
          message: `Secret ${found.secretName}: it does not exist; create it with kubectl create secret tls.`,
        },
      };
    case 'Unusable':
      return { state: 'Refused', refusal: found.refusal };
    case 'Readable':
      return readable(found, now);
  }
}

function readable(
  { pair, is: _, ...facts }: Extract<CertificateFound, { is: 'Readable' }>,
  now: Date,
): CertificatePlan {
  const left = Date.parse(facts.notAfter) - now.getTime();
  if (left <= 0 || Date.parse(facts.notBefore) > now.getTime()) {
    const message = `Certificate ${facts.secretName}: it is valid from ${facts.notBefore} to ${facts.notAfter}; renew it.`;
    return { state: 'Refused', facts, refusal: { reason: 'Expired', message } };
  }
  return { state: left < soonDays * millisecondsOfDay ? 'ExpiresSoon' : 'Valid', serve: pair, facts };
}
