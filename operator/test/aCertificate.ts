import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { after } from './builders.ts';

/** A certificate with its key, both PEM, and what issues others with it. */
export interface Made {
  readonly crt: string;
  readonly key: string;
  readonly name: string;
  readonly keys: webcrypto.CryptoKeyPair;
}

interface Asked {
  readonly names?: readonly string[];
  /** Absent: it signs itself. */
  readonly issuer?: Made;
  /** Days from noon of the tests. */
  readonly from?: number;
  readonly to?: number;
  readonly isAuthority?: boolean;
  /** Address at which its issuer is to be had. */
  readonly issuerAddress?: string;
  readonly algorithm?: webcrypto.RsaHashedKeyGenParams | webcrypto.EcKeyGenParams;
}

const daySeconds = 86_400;
const ellipticCurve = { name: 'ECDSA', namedCurve: 'P-256' };
const pem = (der: ArrayBuffer) => `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`;

/** Makes a certificate of this common name. */
export async function aCertificate(name: string, asked: Asked = {}): Promise<Made> {
  const { names = [], issuer, from = -1, to = 89, isAuthority = false, issuerAddress } = asked;
  const keys = await webcrypto.subtle.generateKey(asked.algorithm ?? ellipticCurve, true, ['sign', 'verify']);
  const signer = issuer ?? { name, keys };
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: randomBytes(8).toString('hex'),
      subject: `CN=${name}`,
      issuer: `CN=${signer.name}`,
      notBefore: after(from * daySeconds),
      notAfter: after(to * daySeconds),
      publicKey: keys.publicKey,
      signingKey: signer.keys.privateKey,
      signingAlgorithm: { ...signer.keys.privateKey.algorithm, hash: 'SHA-256' },
      extensions: [
        new x509.BasicConstraintsExtension(isAuthority, undefined, true),
        ...(names.length > 0
          ? [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value })))]
          : []),
        ...(issuerAddress ? [new x509.AuthorityInfoAccessExtension({ caIssuers: issuerAddress })] : []),
      ],
    },
    webcrypto,
  );
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { crt: `${certificate.toString('pem')}\n`, key: pem(key), name, keys };
}
