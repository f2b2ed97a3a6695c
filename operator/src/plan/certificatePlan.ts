import type { CertificateStatus } from '../api/status/world.ts';
import type { CertificateFacts, CertificateFound, PairFound, SomeCertificate } from './certificateFound.ts';
import { hostMismatch } from './certificateNames.ts';
import type { CertificateRequest } from './certificateRequest.ts';
import { managed } from './managedCertificate.ts';
import type { Owner } from './owner.ts';
import { renewalOf } from './selfSigned.ts';
import type { KeyPair } from './servingCertificate.ts';
import type { Refusal } from './tokenPlan.ts';

export type CertificateRefusal = Refusal<
  | 'NotFound'
  | 'KeyMismatch'
  | 'HostMismatch'
  | 'ChainIncomplete'
  | 'Expired'
  | 'CertManagerMissing'
  | 'IssuerNotFound'
>;

export interface CertificatePlan {
  readonly state: 'NotConfigured' | 'Valid' | 'ExpiresSoon' | 'Issuing' | 'Refused';
  /** What to serve; absent while the source is wrong, so that the old pair goes on serving. */
  readonly serve?: KeyPair;
  /** What is served after this decision; absent when nothing is. */
  readonly facts?: CertificateStatus;
  readonly refusal?: CertificateRefusal;
  /** Of Issuing: what it waits for, as a sentence. */
  readonly waiting?: string;
  /** The Certificate to apply; absent where there is none to apply now, which takes none away. */
  readonly request?: CertificateRequest;
  /** An object that is in the way, as a sentence. */
  readonly nameTaken?: string;
  /** What a release waits for, as a sentence. */
  readonly blocks?: string;
}

const soonDays = 21;
const overdueSeconds = 3600;
const millisecondsOfDay = 86_400_000;

/** What to serve at `now`, what to ask cert-manager for, and what is wrong. */
export function certificatePlan(owner: Owner, found: CertificateFound, now: Date): CertificatePlan {
  if (found.source === undefined) return { state: 'NotConfigured' };
  const judged = judge(found.pair, found.source, renewalTime(found), now);
  const plan = found.source === 'CertManager' ? managed(owner, found, judged) : judged;
  const facts = plan.facts ?? servedBefore(found);
  const blocks = plan.refusal?.message ?? (facts ? undefined : plan.waiting);
  return { ...plan, ...(facts && { facts }), ...(blocks && { blocks }) };
}

/** What is to be said of a pair by itself, whoever it is from. */
function judge(
  pair: PairFound,
  source: SomeCertificate['source'],
  renewal: string | undefined,
  now: Date,
): CertificatePlan {
  switch (pair.is) {
    case 'Absent':
      return refused(
        'NotFound',
        `Secret ${pair.secretName}: it does not exist; create it with kubectl create secret tls.`,
      );
    case 'Unusable':
      return { state: 'Refused', refusal: pair.refusal };
    case 'Readable': {
      const left = Date.parse(pair.notAfter) - now.getTime();
      if (left <= 0 || Date.parse(pair.notBefore) > now.getTime())
        return refused(
          'Expired',
          `Certificate ${pair.secretName}: it is valid from ${pair.notBefore} to ${pair.notAfter}; renew it.`,
        );
      if (pair.lacks.length > 0) return refused('HostMismatch', hostMismatch(pair));
      return {
        state: isSoon(left, renewal, now) ? 'ExpiresSoon' : 'Valid',
        serve: pair.pair,
        facts: { source, ...factsOf(pair), ...(renewal && { renewalTime: renewal }) },
      };
    }
  }
}

const refused = (reason: CertificateRefusal['reason'], message: string): CertificatePlan => ({
  state: 'Refused',
  refusal: { reason, message },
});

/** A certificate that is renewed in time ends soon for nobody, however short it lives. */
const isSoon = (left: number, renewal: string | undefined, now: Date): boolean =>
  left < soonDays * millisecondsOfDay &&
  (renewal === undefined || now.getTime() > Date.parse(renewal) + overdueSeconds * 1000);

/** When it is renewed without a person. */
function renewalTime({ source, pair, manager }: SomeCertificate): string | undefined {
  if (source === 'SelfSigned') return pair.is === 'Readable' ? renewalOf(pair) : undefined;
  return manager?.is === 'Served' ? manager.certificate?.status?.renewalTime : undefined;
}

/** The pair that goes on serving while the source holds no better one. */
const servedBefore = ({ source, serving }: SomeCertificate): CertificateStatus | undefined =>
  serving.is === 'Readable' ? { source, ...factsOf(serving) } : undefined;

const factsOf = ({
  secretName,
  issuer,
  serialNumber,
  notBefore,
  notAfter,
}: CertificateFacts): CertificateFacts => ({
  secretName,
  issuer,
  serialNumber,
  notBefore,
  notAfter,
});
