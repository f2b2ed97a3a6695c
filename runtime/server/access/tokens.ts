import { createHash, timingSafeEqual } from 'node:crypto';

/** The API tokens that are accepted now. Holds digests only. */
export interface Tokens {
  /** The digest of a token that is accepted, or nothing. Takes the same time for every wrong token. */
  readonly recognise: (presented: string) => string | undefined;
  /** Makes this the token. The one before it is accepted for another hour, so that its users can follow. */
  readonly replace: (token: string) => void;
}

const overlapMilliseconds = 3_600_000;

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Starts with no token: nobody is recognised until `replace` is called. `now` is in milliseconds. */
export function tokens(now: () => number): Tokens {
  let current: Buffer | undefined;
  let previous: { readonly digest: Buffer; readonly until: number } | undefined;
  return {
    recognise: (presented) => {
      const found = digest(presented);
      const accepted = [current, previous && previous.until > now() ? previous.digest : undefined];
      const same = accepted.map((one) => one !== undefined && timingSafeEqual(one, found));
      return same.includes(true) ? found.toString('hex') : undefined;
    },
    replace: (token) => {
      const next = digest(token);
      if (current?.equals(next)) return;
      if (current) previous = { digest: current, until: now() + overlapMilliseconds };
      current = next;
    },
  };
}
