import { hash, timingSafeEqual } from 'node:crypto';
import type { Scope } from './scopes.ts';

/** How many requests in how many seconds. */
export interface Limit {
  readonly requests: number;
  readonly seconds: number;
}

/** A token that the world knows, without the token itself. */
export interface KnownToken {
  /** Its number in the database, where it may still have to be written. */
  readonly id: number | undefined;
  /** The number under which its requests are counted: that of the token whose place it took. */
  readonly family: number | undefined;
  readonly name: string;
  /** Hex SHA-256. */
  readonly digest: string;
  readonly scopes: readonly Scope[];
  /** Its own limit; `usual` is that of the world. */
  readonly limit: Limit | 'usual' | 'none';
  readonly source: 'mounted' | 'issued';
  /** In milliseconds since 1970; never when there is none. */
  readonly expiresAt: number | undefined;
  readonly revoked: boolean;
}

/** A token that is mounted into this pod. */
export interface MountedToken {
  readonly name: string;
  readonly digest: string;
  readonly scopes: readonly Scope[];
}

/** The tokens that are accepted now. All are held in memory, so nobody waits for the database to be recognised. */
export interface Tokens {
  /** The token that was presented, if it is accepted. Compares digests in constant time. */
  readonly recognise: (presented: string) => KnownToken | undefined;
  /** The token with this number in the database, if it is accepted. */
  readonly withId: (id: number) => KnownToken | undefined;
  /** Whether a token that was recognised before still is. */
  readonly isAccepted: (token: Pick<KnownToken, 'digest'>) => boolean;
}

/** Tokens, and where they come from. */
export interface Keyring extends Tokens {
  /**
   * Takes a token that is mounted. It is accepted at once; the one before it of the same name for the overlap, so that its users
   * can follow.
   */
  readonly mount: (name: string, token: string, scopes: readonly Scope[]) => void;
  readonly mounted: () => readonly MountedToken[];
  /** Takes what the database knows in place of what it knew before. Its word on a mounted token stands above the mount. */
  readonly learn: (known: readonly KnownToken[]) => void;
}

/** For how long a token is accepted after another took its place, where nothing else is said. */
export const usualOverlapSeconds = 3600;

/** SHA-256: tokens are random and long, so nothing slower is needed to keep them secret. */
export const digestOf = (token: string): Buffer => Buffer.from(hash('sha256', token), 'hex');

/** A ring without tokens. `now` is in milliseconds. */
export function keyring(now: () => number, overlapSeconds: number = usualOverlapSeconds): Keyring {
  const mounts = new Map<string, MountedToken>();
  const local = new Map<string, KnownToken>();
  let known = new Map<string, KnownToken>();

  const accepted = (digest: string) => {
    const token = known.get(digest) ?? local.get(digest);
    return token && isLive(token, now()) ? token : undefined;
  };
  return {
    recognise: (presented) => {
      const digest = digestOf(presented);
      const token = accepted(digest.toString('hex'));
      return token && timingSafeEqual(digest, Buffer.from(token.digest, 'hex')) ? token : undefined;
    },
    withId: (id) => {
      const token = [...known.values()].find((one) => one.id === id);
      return token && accepted(token.digest);
    },
    isAccepted: ({ digest }) => accepted(digest) !== undefined,
    mount: (name, token, scopes) => {
      const digest = digestOf(token).toString('hex');
      const before = mounts.get(name);
      mounts.set(name, { name, digest, scopes });
      if (before && before.digest !== digest) retire(local, before.digest, now() + overlapSeconds * 1000);
      local.set(digest, mountedToken({ name, digest, scopes }));
    },
    mounted: () => [...mounts.values()],
    learn: (tokens) => {
      known = new Map(tokens.map((token) => [token.digest, token]));
    },
  };
}

const isLive = ({ revoked, expiresAt }: KnownToken, now: number) =>
  !revoked && (expiresAt === undefined || expiresAt > now);

function retire(tokens: Map<string, KnownToken>, digest: string, expiresAt: number): void {
  const token = tokens.get(digest);
  if (token) tokens.set(digest, { ...token, expiresAt });
}

const mountedToken = (mounted: MountedToken): KnownToken => ({
  ...mounted,
  id: undefined,
  family: undefined,
  limit: 'usual',
  source: 'mounted',
  expiresAt: undefined,
  revoked: false,
});
