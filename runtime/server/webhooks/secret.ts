import { randomBytes } from 'node:crypto';

const prefix = 'whsec_';
const base64 = /^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

// Standard Webhooks 1.0.0, "Signature scheme": 24 to 64 bytes.
const leastBytes = 24;
const mostBytes = 64;
const madeBytes = 32;

/** The shortest and longest text that may be a secret. */
export const secretLength = { least: 8, most: 256 } as const;

/** A new secret, as receivers know it. */
export const newSecret = (): string => prefix + randomBytes(madeBytes).toString('base64');

/** The key that a secret stands for: what `whsec_` is followed by, else the bytes of its text. */
export const keyOf = (secret: string): Uint8Array =>
  secret.startsWith(prefix)
    ? Buffer.from(secret.slice(prefix.length), 'base64')
    : Buffer.from(secret, 'utf8');

/** What is wrong with a secret that somebody chose, as the rest of "secret must be …". */
export function secretFault(secret: string): string | undefined {
  if (secret.length < secretLength.least || secret.length > secretLength.most)
    return `${secretLength.least} to ${secretLength.most} characters long`;
  if (!secret.startsWith(prefix)) return undefined;
  const bytes = keyOf(secret).length;
  return base64.test(secret) && bytes >= leastBytes && bytes <= mostBytes
    ? undefined
    : `${prefix} and base64 of ${leastBytes} to ${mostBytes} bytes, or a text without ${prefix}`;
}

/** What somebody who chose this secret should know. */
export function secretWarning(secret: string): string | undefined {
  if (secret.startsWith(prefix)) return undefined;
  const short =
    keyOf(secret).length < leastBytes
      ? ` It has fewer than ${leastBytes} bytes, which is easier to guess.`
      : '';
  return `The secret is not of the form ${prefix}…: give libraries for Standard Webhooks its bytes as the key.${short}`;
}
