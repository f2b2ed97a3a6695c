import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { signalSql } from '../database/signals.ts';
import type { RecordEvent } from '../events/record.ts';
import { together } from './together.ts';
import type { Outcome, SceneLoad, WorldState } from './worldState.ts';

/** A world that its database remembers, shared by all its pods. */
export function databaseState({ sql: db }: Database, recordEvent: RecordEvent): WorldState {
  const loads = db.selectFrom('scene_loads').selectAll().orderBy('id', 'desc');
  const record = together<readonly Outcome[]>((asked) =>
    db.transaction().execute(async (transaction) => {
      const outcomes = asked.flat();
      const attempts = outcomes.flatMap(({ load }) => load ?? []);
      if (attempts.length > 0) {
        await transaction.insertInto('scene_loads').values(attempts.map(row)).execute();
        await sql.raw(signalSql('scene')).execute(transaction);
      }
      await recordEvent(transaction, ...outcomes.map(({ event }) => event));
    }),
  );
  return {
    current: async () => shown(await loads.where('status', '=', 'loaded').limit(1).executeTakeFirst()),
    history: async (limit) => (await loads.limit(limit).execute()).map(asLoad),
    record: (...outcomes) => record(outcomes),
  };
}

interface Row {
  readonly scene_path: string;
  readonly status: SceneLoad['status'];
  readonly reason: string | null;
  readonly at: Date;
  readonly seconds: number;
  readonly hash: string | null;
}

const shown = (found: Row | undefined) => found && asLoad(found);

const asLoad = ({ scene_path, status, reason, at, seconds, hash }: Row): SceneLoad => ({
  scenePath: scene_path,
  status,
  ...(reason !== null && { reason }),
  at: at.toISOString(),
  seconds,
  ...(hash !== null && { hash }),
});

const row = ({ scenePath, status, reason, at, seconds, hash }: SceneLoad) => ({
  scene_path: scenePath,
  status,
  reason: reason ?? null,
  at,
  seconds,
  hash: hash ?? null,
});
