import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { signalSql } from '../database/signals.ts';
import type { RecordEvent } from '../events/record.ts';
import type { SceneLoad, WorldState } from './worldState.ts';

/** A world that its database remembers, shared by all its pods. */
export function databaseState({ sql: db }: Database, recordEvent: RecordEvent): WorldState {
  const loads = db.selectFrom('scene_loads').selectAll().orderBy('id', 'desc');
  return {
    current: async () => shown(await loads.where('status', '=', 'loaded').limit(1).executeTakeFirst()),
    history: async (limit) => (await loads.limit(limit).execute()).map(asLoad),
    record: (load) =>
      db.transaction().execute(async (transaction) => {
        await transaction.insertInto('scene_loads').values(row(load)).execute();
        const { scenePath: scene_path, reason } = load;
        await recordEvent(transaction, { type: `scene.${load.status}`, data: { scene_path, reason } });
        await sql.raw(signalSql('scene')).execute(transaction);
      }),
  };
}

interface Row {
  readonly scene_path: string;
  readonly status: SceneLoad['status'];
  readonly reason: string | null;
  readonly at: Date;
  readonly seconds: number;
}

const shown = (found: Row | undefined) => found && asLoad(found);

const asLoad = ({ scene_path, status, reason, at, seconds }: Row): SceneLoad => ({
  scenePath: scene_path,
  status,
  ...(reason !== null && { reason }),
  at: at.toISOString(),
  seconds,
});

const row = ({ scenePath, status, reason, at, seconds }: SceneLoad) => ({
  scene_path: scenePath,
  status,
  reason: reason ?? null,
  at,
  seconds,
  hash: null,
});
