import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificates {
  /** A root, an intermediate that it issued, a leaf that the intermediate issued, and a root that has nothing to do with them. */
  readonly root: string;
  readonly intermediate: string;
  readonly leaf: string;
  readonly stranger: string;
  /** Private keys of the leaf and of the stranger. All are PEM. */
  readonly leafKey: string;
  readonly strangerKey: string;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];

/** Makes certificates that are valid for a day. */
export function certificates(): Certificates {
  const directory = mkdtempSync(join(tmpdir(), 'spacetime-certificates-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
  const read = (name: string) => readFileSync(join(directory, name), 'utf8');
  const selfSigned = (name: string) =>
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-days',
      '1',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.crt`,
    );
  const issued = (name: string, issuer: string, extension: string) =>
    openssl(
      ...['req', '-x509', ...newKey, '-days', '1', '-subj', `/CN=${name}`, '-addext', extension],
      ...['-CA', `${issuer}.crt`, '-CAkey', `${issuer}.key`, '-keyout', `${name}.key`, '-out', `${name}.crt`],
    );
  try {
    selfSigned('root');
    selfSigned('stranger');
    issued('intermediate', 'root', 'basicConstraints=critical,CA:TRUE');
    issued('leaf', 'intermediate', 'subjectAltName=DNS:plaza.example');
    return {
      root: read('root.crt'),
      intermediate: read('intermediate.crt'),
      leaf: read('leaf.crt'),
      stranger: read('stranger.crt'),
      leafKey: read('leaf.key'),
      strangerKey: read('stranger.key'),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
