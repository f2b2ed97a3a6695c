import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { Pool } from 'pg';
import { ConfigurationRefused } from '../configurationRefused.ts';
import { migrations } from './migrations/migrations.ts';
import type { Schema } from './schema.ts';

/** The number of the newest schema that this image knows. */
export const schemaVersion = Object.keys(migrations).length;

type Known = typeof migrations;

// A step that waits for a table makes everybody wait who comes after it: better to try again.
const session = { lock_timeout: 5000, idle_in_transaction_session_timeout: 60_000 };

/**
 * Brings the schema to at least what this image needs, in one transaction. Processes that start at the same time take turns. A
 * schema that is newer than this image is left alone. Throws ConfigurationRefused when this image must not run with it; an
 * unavailable database, or a table that others do not let go, is `isUnavailable`: try again.
 */
export async function migrate(url: string, known: Known = migrations): Promise<void> {
  const pool = new Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: 3000,
    keepAlive: true,
    ...session,
    application_name: 'spacetime-migration',
  });
  // A connection that breaks tells whoever uses it; without listeners it would end the process as well.
  pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}));
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    await addMissing(db, known);
    await checkOldest(db, Object.keys(known).length);
  } finally {
    await db.destroy();
  }
}

async function addMissing(db: Kysely<Schema>, known: Known): Promise<void> {
  if (!(await isMissingAny(db, known))) return;
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => known },
    // The migrator would else take the steps of a world in another schema for this one's.
    migrationTableSchema: await currentSchema(db),
  });
  const { error } = await migrator.migrateToLatest();
  // A newer image that was here first leaves steps behind that the migrator does not know, and nothing to do.
  if (error && (await isMissingAny(db, known).catch(() => true))) throw error;
}

async function isMissingAny(db: Kysely<Schema>, known: Known): Promise<boolean> {
  const applied = await appliedNames(db);
  return Object.keys(known).some((name) => !applied.has(name));
}

async function currentSchema(db: Kysely<Schema>): Promise<string> {
  const { rows } = await sql<{ readonly name: string | null }>`select current_schema() as name`.execute(db);
  return rows[0]?.name ?? 'public';
}

/** The names of the steps that the database has taken. */
async function appliedNames(db: Kysely<Schema>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{
    readonly found: string | null;
  }>`select to_regclass('kysely_migration') as found`.execute(db);
  if (!rows[0]?.found) return new Set();
  const applied = await sql<{ readonly name: string }>`select name from kysely_migration`.execute(db);
  return new Set(applied.rows.map(({ name }) => name));
}

async function checkOldest(db: Kysely<Schema>, version: number): Promise<void> {
  const { oldest_schema } = await db.selectFrom('world').select('oldest_schema').executeTakeFirstOrThrow();
  if (oldest_schema > version)
    throw new ConfigurationRefused(
      `DATABASE_URL names a database that needs an image with schema ${oldest_schema} or later; this one has ${version}.`,
    );
}
