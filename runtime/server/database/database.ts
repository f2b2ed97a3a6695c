import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { Schema } from './schema.ts';

/** The database of a world. */
export interface Database {
  /** Typed SQL. Ids are numbers, moments are Dates. Rejects when the database cannot be reached: see `isUnavailable`. */
  readonly sql: Kysely<Schema>;
  readonly pool: Pool;
  readonly close: () => Promise<void>;
}

/** A connection string, and how many connections this process may hold. */
export interface DatabaseSettings {
  readonly url: string;
  readonly connections: number;
}

const bigint = 20;

/** Connects on first use; opening never fails and never waits. */
export function openDatabase({ url, connections }: DatabaseSettings): Database {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: 10_000,
    application_name: 'spacetime',
    // Our ids stay far below 2^53.
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === bigint ? Number : types.getTypeParser(oid, format),
    } as typeof types,
  });
  // An idle connection that breaks is replaced on next use; without a listener it would end the process.
  pool.on('error', () => {});
  const sql = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return { sql, pool, close: () => sql.destroy() };
}
