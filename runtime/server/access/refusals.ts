import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import { turnOf } from '../database/turn.ts';
import type { EventType, RecordEvent } from '../events/record.ts';
import { audit } from './audit.ts';

/** Somebody who was refused. */
export interface Refusal {
  readonly type: Extract<EventType, 'auth.failed' | 'rate_limit.exceeded'>;
  /** The name under which the caller is counted. */
  readonly key: string;
  readonly actor: string;
  readonly address: string;
  readonly path: string;
  /** Why, for programs: `UNAUTHORIZED`. */
  readonly reason: string;
}

/** Remembers who was refused, without letting them fill the disk. */
export interface Refusals {
  readonly note: (refusal: Refusal) => void;
  /** Resolves when what was noted is written. */
  readonly settled: () => Promise<void>;
}

/** What writing them down needs. `now` is in milliseconds. */
export interface Writing {
  readonly database: Pick<Database, 'sql'>;
  readonly recordEvent: RecordEvent;
  readonly log: Logger;
  readonly now: () => number;
}

const minute = 60_000;
/** For how long repeats wait for a refusal to be told with. */
const memory = 10 * minute;
/** More callers than this in a minute are written down as one. */
const mostCallers = 100;
const everybodyElse = { key: 'others', actor: 'anonymous', address: 'many' };

/**
 * Writes the first refusal of each caller in a minute into the audit, and tells webhooks; over all pods together. Those that follow
 * are counted, and told with the next that is written. While the database is away nothing is written.
 */
export function refusals(writing: Writing): Refusals {
  const { log, now } = writing;
  const noted = new Map<string, { readonly since: number; repeats: number }>();
  const writes = new Set<Promise<void>>();
  const isRecent = ({ since }: { readonly since: number }) => now() - since < minute;
  const forget = () => {
    for (const [name, { since }] of noted) if (now() - since > memory) noted.delete(name);
  };
  const writeDown = (refusal: Refusal, repeats: number) => {
    const written = write(refusal, repeats, writing)
      .catch((error) => log.debug({ err: error }, 'A refusal could not be written down.'))
      .finally(() => writes.delete(written));
    writes.add(written);
  };
  return {
    note: (given) => {
      forget();
      const isCrowd = !noted.has(nameOf(given)) && [...noted.values()].filter(isRecent).length >= mostCallers;
      const refusal = isCrowd ? { ...given, ...everybodyElse } : given;
      const before = noted.get(nameOf(refusal));
      if (before && isRecent(before)) {
        before.repeats += 1;
        return;
      }
      noted.set(nameOf(refusal), { since: now(), repeats: 0 });
      writeDown(refusal, before?.repeats ?? 0);
    },
    settled: async () => void (await Promise.all(writes)),
  };
}

const nameOf = ({ type, key }: Refusal) => `${type} ${key}`;

function write(
  { type, key, actor, address, path, reason }: Refusal,
  repeats: number,
  { database, recordEvent }: Writing,
): Promise<void> {
  return database.sql.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${turnOf(`${type} ${key}`)})`.execute(transaction);
    const recent = await transaction
      .selectFrom('audit')
      .select('id')
      .where('at', '>', sql<Date>`now() - interval '1 minute'`)
      .where('action', '=', type)
      .where(sql`detail->>'caller'`, '=', key)
      .executeTakeFirst();
    if (recent) return;
    const detail = { caller: key, path, reason, ...(repeats > 0 && { repeats_before: repeats }) };
    await audit(transaction, { action: type, actor, address, outcome: 'refused', detail });
    await recordEvent(transaction, { type, data: { actor, address, path, reason } });
  });
}
