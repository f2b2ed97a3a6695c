import type { Revision } from './rollout.ts';

/** Letters and digits that spell no words and cannot be mistaken for one another. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
const length = 10;

/** Matches the name of any revision. */
export const revisionPattern: RegExp = new RegExp(`^[${alphabet}]{${length}}$`);

/**
 * The name of a revision: ten characters of its digest. `digest` holds at least 16 bytes of a cryptographic hash of the
 * canonical input; 27¹⁰ names make a collision within one world's history as good as impossible.
 */
export function revisionName(digest: Uint8Array): Revision {
  let rest = digest.slice(0, 16).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let name = '';
  for (let i = 0; i < length; i++) {
    name += alphabet[Number(rest % BigInt(alphabet.length))];
    rest /= BigInt(alphabet.length);
  }
  return name;
}
