import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Secret } from '../kube/types.ts';
import type { CertificateFound } from '../plan/certificatePlan.ts';
import type { Refusal } from '../plan/tokenPlan.ts';

/** Reads the user's certificate: parses chain and key and checks that they belong together. Dates are for the decision. */
export function certificateOf(secretName: string | undefined, secret: Secret | undefined): CertificateFound {
  if (!secretName) return { is: 'NotConfigured' };
  if (!secret) return { is: 'Absent', secretName };
  const crt = secret.data?.['tls.crt'];
  const key = secret.data?.['tls.key'];
  if (!crt || !key)
    return unusable(secretName, 'ChainIncomplete', 'keys tls.crt and tls.key must both be there');
  try {
    const chain = chainOf(Buffer.from(crt, 'base64').toString());
    const [leaf] = chain;
    if (!leaf) return unusable(secretName, 'ChainIncomplete', 'tls.crt holds no certificate');
    if (!leaf.checkPrivateKey(createPrivateKey(Buffer.from(key, 'base64')))) {
      return unusable(
        secretName,
        'KeyMismatch',
        'tls.key does not belong to the first certificate of tls.crt',
      );
    }
    const broken = chain.findIndex((certificate, i) => i > 0 && !chain[i - 1]?.checkIssued(certificate));
    if (broken > 0)
      return unusable(
        secretName,
        'ChainIncomplete',
        `certificate ${broken + 1} of tls.crt did not issue the one before it`,
      );
    return { is: 'Readable', pair: { 'tls.crt': crt, 'tls.key': key }, ...facts(secretName, leaf) };
  } catch {
    // The parser's own words may quote the key.
    return unusable(secretName, 'ChainIncomplete', 'tls.crt or tls.key cannot be read as PEM');
  }
}

const pem = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const chainOf = (text: string): X509Certificate[] =>
  (text.match(pem) ?? []).map((one) => new X509Certificate(one));

const facts = (secretName: string, leaf: X509Certificate) => ({
  secretName,
  issuer: leaf.issuer.replaceAll('\n', ', ').slice(0, 253),
  serialNumber: leaf.serialNumber.slice(0, 64),
  notBefore: leaf.validFromDate.toISOString(),
  notAfter: leaf.validToDate.toISOString(),
});

const unusable = (
  name: string,
  reason: Refusal<'KeyMismatch' | 'ChainIncomplete'>['reason'],
  what: string,
): CertificateFound => ({
  is: 'Unusable',
  refusal: { reason, message: `Certificate ${name}: ${what}; put a matching pair there.` },
});
