import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Database } from './database.ts';
import { migrations } from './migrations/migrations.ts';

/** The number of the newest schema that this image knows. */
export const schemaVersion = Object.keys(migrations).length;

/**
 * Brings the schema to at least what this image needs. Processes that start at the same time take turns. A schema that is newer
 * than this image is left alone. Throws a sentence when this image must not run with it.
 */
export async function migrate({ sql: db }: Database): Promise<void> {
  const done = new Set(await appliedNames(db));
  const missing = Object.keys(migrations).filter((name) => !done.has(name));
  if (missing.length > 0) {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
  }
  const { oldest_schema } = await db.selectFrom('world').select('oldest_schema').executeTakeFirstOrThrow();
  if (oldest_schema > schemaVersion)
    throw new Error(
      `The database needs an image with schema ${oldest_schema} or later, this one has ${schemaVersion}.`,
    );
}

async function appliedNames(db: Database['sql']): Promise<string[]> {
  const { rows } = await sql<{
    found: string | null;
  }>`select to_regclass('kysely_migration') as found`.execute(db);
  if (!rows[0]?.found) return [];
  const applied = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return applied.rows.map(({ name }) => name);
}
