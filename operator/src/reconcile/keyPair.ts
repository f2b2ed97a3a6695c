import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { Secret } from '../kube/types.ts';
import type { PairFound } from '../plan/certificateFound.ts';
import type { Refusal } from '../plan/tokenPlan.ts';
import { type Chain, chainFault, isSelfIssued, type NonEmpty, neededOf } from './chain.ts';

/**
 * Reads a pair of certificate chain and key: parses both and checks that they belong together, that the chain is whole and in order,
 * and for which of `names` it is not good. Dates are for the decision.
 */
export function pairOf(
  secretName: string,
  secret: Secret | undefined,
  names: readonly string[] = [],
): PairFound {
  if (!secret) return { is: 'Absent', secretName };
  const crt = secret.data?.['tls.crt'];
  const key = secret.data?.['tls.key'];
  if (!crt || !key)
    return unusable(secretName, 'ChainIncomplete', 'keys tls.crt and tls.key must both be there');
  try {
    const chain = chainOf(crt);
    if (!isSome(chain)) return unusable(secretName, 'ChainIncomplete', 'tls.crt holds no certificate');
    const [leaf] = chain;
    if (!leaf.checkPrivateKey(createPrivateKey(Buffer.from(key, 'base64')))) {
      const what = 'tls.key does not belong to the first certificate of tls.crt';
      return unusable(secretName, 'KeyMismatch', what);
    }
    const fault = chainFault(chain, authoritiesOf(secret)) ?? servingFault(crt, key);
    if (fault) return unusable(secretName, 'ChainIncomplete', fault);
    return {
      is: 'Readable',
      pair: { 'tls.crt': crt, 'tls.key': key },
      lacks: names.filter((name) => !isGoodFor(leaf, name)),
      isSelfIssued: isSelfIssued(leaf),
      ...facts(secretName, chain),
    };
  } catch {
    // The parser's own words may quote the key.
    return unusable(secretName, 'ChainIncomplete', 'tls.crt or tls.key cannot be read as PEM');
  }
}

const pem = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const chainOf = (base64: string): Chain =>
  (Buffer.from(base64, 'base64').toString().match(pem) ?? []).map((one) => new X509Certificate(one));

/** Roots of the user's own. What cannot be read there takes nothing from a pair that needs none. */
function authoritiesOf({ data }: Secret): Chain {
  try {
    return chainOf(data?.['ca.crt'] ?? '');
  } catch {
    return [];
  }
}

const isSome = (chain: Chain): chain is NonEmpty => chain.length > 0;

/** What TLS itself has against the pair: a key that is too short, say. The pods would refuse to start with it. */
function servingFault(crt: string, key: string): string | undefined {
  try {
    createSecureContext({ cert: Buffer.from(crt, 'base64'), key: Buffer.from(key, 'base64') });
    return undefined;
  } catch (error) {
    const { reason = 'TLS refuses it' } = error as { readonly reason?: string };
    return `tls.crt and tls.key cannot be served (${reason})`;
  }
}

/** Browsers look at the alternative names alone. One with * is asked for as it stands: no single name shows that it is covered. */
function isGoodFor(leaf: X509Certificate, name: string): boolean {
  if (!name.startsWith('*')) return leaf.checkHost(name, { subject: 'never' }) !== undefined;
  const named = leaf.subjectAltName?.split(', ') ?? [];
  return named.some((one) => one.toLowerCase() === `dns:${name}`);
}

/** The certificates that clients need are all valid at a time when the latest has begun and none has ended. */
function facts(secretName: string, chain: NonEmpty) {
  const [leaf] = chain;
  const needed = neededOf(chain);
  const from = Math.max(...needed.map(({ validFromDate }) => validFromDate.getTime()));
  const to = Math.min(...needed.map(({ validToDate }) => validToDate.getTime()));
  return {
    secretName,
    issuer: leaf.issuer.replaceAll('\n', ', ').slice(0, 253),
    serialNumber: leaf.serialNumber.slice(0, 64),
    notBefore: new Date(from).toISOString(),
    notAfter: new Date(to).toISOString(),
  };
}

const unusable = (
  name: string,
  reason: Refusal<'KeyMismatch' | 'ChainIncomplete'>['reason'],
  what: string,
): PairFound => ({
  is: 'Unusable',
  refusal: { reason, message: `Certificate ${name}: ${what}; put a matching pair there.` },
});
