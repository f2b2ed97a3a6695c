import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { Logger } from 'pino';
import { onChange, textsOf } from '../files.ts';

/** A certificate chain with its key, both PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

const files = (directory: string) => [join(directory, 'tls.crt'), join(directory, 'tls.key')];

/** The mounted pair, or nothing unless both files are there. */
export async function mountedPair(directory: string): Promise<KeyPair | undefined> {
  const [cert, key] = await textsOf(files(directory));
  return cert !== undefined && key !== undefined ? { cert, key } : undefined;
}

/** Says why a pair cannot be served, as one sentence, or nothing when it can. */
export function pairFault(pair: KeyPair): string | undefined {
  try {
    createSecureContext({ ...pair });
    return undefined;
  } catch (error) {
    return `tls.crt and tls.key cannot be served: ${(error as Error).message.replace(/^error:[^:]*:/, '')}.`;
  }
}

/**
 * Calls back with each pair that is mounted after the known one and can be served. One that cannot is a sentence in the log.
 */
export function onRenewal(
  directory: string,
  known: KeyPair | undefined,
  { log, renewed }: { log: Logger; renewed: (pair: KeyPair) => void },
): () => void {
  return onChange(files(directory), [known?.cert, known?.key], ([cert, key]) => {
    if (cert === undefined || key === undefined)
      return log.error('tls.crt or tls.key is missing. The certificate before stays in use.');
    const fault = pairFault({ cert, key });
    if (fault) return log.error(`${fault} The certificate before stays in use.`);
    renewed({ cert, key });
    log.info('The certificate changed and is served from now on.');
  });
}
