import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../clock.ts';
import type { Credentials } from './credentials.ts';
import { openSockets, type Sockets } from './sockets.ts';

/** The credentials in use and the sockets opened with them. */
export interface Session {
  readonly credentials: Credentials;
  readonly sockets: Sockets;
}

export interface Sessions {
  /** The session to use now. Credentials older than a minute are read again first. */
  current(): Promise<Session>;
  /** Reads the credentials again because the server refused `session`; true if they have changed since it began. */
  renew(session: Session): Promise<boolean>;
  close(): Promise<void>;
}

const maxAgeMilliseconds = 60_000;

export function sessions(read: () => Promise<Credentials>, clock: Clock): Sessions {
  let session: Session | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<Session> | undefined;

  async function reread(): Promise<Session> {
    const before = session;
    readAt = clock.now();
    try {
      session = succeed(before, await read());
    } catch (error) {
      // A file may be missing for a moment while it is replaced: what worked before is the better guess.
      if (!before) throw error;
    }
    return session ?? Promise.reject(new Error('unreachable'));
  }

  const refresh = (): Promise<Session> => {
    reading ??= reread().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  return {
    current: async () => (session && clock.now() - readAt < maxAgeMilliseconds ? session : refresh()),
    renew: async (refused) => (session === refused ? await refresh() : session) !== refused,
    close: async () => session?.sockets.destroy(),
  };
}

/** Keeps what is unchanged: the session itself, or at least the sockets, which know nothing of tokens. */
function succeed(before: Session | undefined, credentials: Credentials): Session {
  if (!before) return { credentials, sockets: openSockets(credentials.tls) };
  if (isDeepStrictEqual(before.credentials, credentials)) return before;
  if (isDeepStrictEqual(before.credentials.tls, credentials.tls))
    return { credentials, sockets: before.sockets };
  before.sockets.retire();
  return { credentials, sockets: openSockets(credentials.tls) };
}
