import { webcrypto } from 'node:crypto';
import type { KeyPair } from '../plan/servingCertificate.ts';

const millisecondsOfDay = 86_400_000;
/** A clock that is a little behind takes the certificate too. */
const earlyMilliseconds = 300_000;
/** X.520: the longest common name. */
const longestCommonName = 64;

/** Makes a key and a certificate for these names that it signs itself; the first is its subject. */
export async function selfSigned(
  names: readonly string[],
  validityDays: number,
  now: Date,
): Promise<KeyPair> {
  // Few worlds need it, and it is large.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const notBefore = new Date(now.getTime() - earlyMilliseconds);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: [{ CN: [(names[0] ?? '').slice(0, longestCommonName)] }],
      keys,
      notBefore,
      notAfter: new Date(notBefore.getTime() + validityDays * millisecondsOfDay),
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
      ],
    },
    webcrypto,
  );
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    'tls.crt': Buffer.from(certificate.toString('pem')).toString('base64'),
    'tls.key': Buffer.from(x509.PemConverter.encode(key, 'PRIVATE KEY')).toString('base64'),
  };
}
