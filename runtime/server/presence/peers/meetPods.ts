import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../../database/database.ts';
import { oneAtATime } from '../../database/oneAtATime.ts';
import { type Signals, signalSql } from '../../database/signals.ts';
import { findPods, leavePods, type Pod } from './pods.ts';

/** What finding the other pods needs. */
export interface Finding {
  readonly database: Pick<Database, 'sql'>;
  readonly signals: Pick<Signals, 'on'>;
  readonly log: Logger;
}

/**
 * Tells the other pods of the world where this one is, and meets them as they come. While the database is away, those who are
 * connected stay so. What is answered takes this pod out.
 */
export function meetPods(
  { database, signals, log }: Finding,
  self: Pod,
  meet: (pods: readonly Pod[]) => void,
): () => Promise<void> {
  let isGone = false;
  const tell = (pods: readonly Pod[]) => {
    if (!isGone) meet(pods);
  };
  const look = oneAtATime(async () => {
    if (isGone) return;
    await findPods(database, self)
      .then(tell)
      .catch((error) => log.debug({ err: error }, 'The other pods cannot be looked for now.'));
  });
  signals.on('pods', () => void look());
  void look()
    .then(() => sql.raw(signalSql('pods')).execute(database.sql))
    .catch(() => {});
  return async () => {
    isGone = true;
    // A look that is under way would put this pod back.
    await look();
    await leavePods(database, self).catch(() => {});
  };
}
