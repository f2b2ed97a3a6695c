import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KeyPair } from '../server/tls/certificate.ts';

/** Makes a self-signed certificate for localhost, as `tls.crt` and `tls.key` in a directory. */
export async function makeCertificate(directory: string, name: string): Promise<KeyPair> {
  await mkdir(directory, { recursive: true });
  const [cert, key] = [join(directory, 'tls.crt'), join(directory, 'tls.key')];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key];
  const names = [
    '-subj',
    `/CN=${name}`,
    '-addext',
    'subjectAltName=DNS:localhost',
    '-days',
    '2',
    '-out',
    cert,
  ];
  await promisify(execFile)('openssl', ['req', '-x509', ...newKey, ...names]);
  return { cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') };
}
