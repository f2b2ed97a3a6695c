import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import { oneAtATime } from '../database/oneAtATime.ts';
import type { Signals } from '../database/signals.ts';
import { registerMounted } from './registerMounted.ts';
import { knownToken } from './tokenRows.ts';
import type { Keyring, MountedToken, Tokens } from './tokens.ts';

/** What the following needs. */
export interface Following {
  readonly database: Pick<Database, 'sql'>;
  readonly signals: Pick<Signals, 'on'>;
  readonly log: Logger;
  /** For how long a token is accepted after another was mounted in its place. */
  readonly overlapSeconds: number;
}

/** Tokens that are as the database says. */
export interface FollowedTokens extends Tokens {
  /** Asks the database now; resolves when that is done or failed. */
  readonly refresh: () => Promise<void>;
}

/**
 * Keeps the ring as the database is, and the database as the mounts are: at each signal, and at least every two seconds. While the
 * database cannot be asked, what was known last stays. Resolves after the first try.
 */
export async function followTokens(
  ring: Keyring,
  { database, signals, log, overlapSeconds }: Following,
): Promise<FollowedTokens> {
  const registered = new Map<string, string>();
  const register = async (mounted: MountedToken) => {
    const what = `${mounted.digest} ${mounted.scopes}`;
    if (registered.get(mounted.name) === what) return;
    await registerMounted(database, mounted, overlapSeconds);
    registered.set(mounted.name, what);
  };
  const look = async () => {
    for (const mounted of ring.mounted()) await register(mounted);
    const rows = await database.sql.selectFrom('tokens').selectAll().execute();
    ring.learn(rows.map(knownToken));
  };
  const follow = oneAtATime(() =>
    look().catch((error) => log.debug({ err: error }, 'The tokens cannot be read; those known stay.')),
  );
  await follow();
  signals.on('tokens', () => void follow());
  return { ...ring, refresh: follow };
}
