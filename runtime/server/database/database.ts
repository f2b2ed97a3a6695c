import { setTimeout as after } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import { Client, Pool, types } from 'pg';
import { breaker } from './breaker.ts';
import { guard } from './guard.ts';
import { prepareOften } from './prepared.ts';
import type { Schema } from './schema.ts';

/** The database of a world. */
export interface Database {
  /** Typed SQL. Ids are numbers, moments are Dates. Rejects when the database cannot be reached: see `isUnavailable`. */
  readonly sql: Kysely<Schema>;
  /** The connections below `sql`, for libraries that bring their own SQL. */
  readonly pool: Pool;
  /** Whether it answers, as far as is known. */
  readonly isAvailable: () => boolean;
  readonly close: () => Promise<void>;
}

/** A connection string, and how many connections this process may hold. */
export interface DatabaseSettings {
  readonly url: string;
  readonly connections: number;
  /** Resolves when the tables are there; until then everything rejects as if the database were away. */
  readonly migrated?: Promise<unknown>;
  /** Told when the database goes away, and when it is back. */
  readonly tell?: (answers: boolean) => void;
}

const bigint = 20;
const connectMilliseconds = 3000;
// The server gives up first, so that it says what it gave up; who still hears nothing a second later hears no more.
const serverMilliseconds = 4000;
const clientMilliseconds = 5000;
const askAgainMilliseconds = 250;
const closeMilliseconds = 3000;

/**
 * Connects on first use; opening never fails and never waits. While the database is away everything rejects at once, but for
 * those who found out: they wait 3 s for a connection, or 5 s for a statement.
 */
export function openDatabase({ url, connections, migrated, tell = () => {} }: DatabaseSettings): Database {
  const watch = breaker({ ask: () => answers(url), pauseMilliseconds: askAgainMilliseconds, tell });
  if (migrated !== undefined) watch.hold(migrated);
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectMilliseconds,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: serverMilliseconds,
    // A process that is stopped in the middle of a transaction must not keep its locks.
    idle_in_transaction_session_timeout: 15_000,
    application_name: 'spacetime',
    // Our ids stay far below 2^53.
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === bigint ? Number : types.getTypeParser(oid, format),
    } as typeof types,
  });
  // An idle connection that breaks is replaced on next use; without a listener it would end the process.
  pool.on('error', () => {});
  guard(pool, watch, clientMilliseconds);
  prepareOften(pool);
  const sql = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    sql,
    pool,
    isAvailable: watch.isAvailable,
    close: async () => {
      watch.close();
      // The pool waits for connections that are in use, however long their statements take.
      await Promise.race([sql.destroy(), after(closeMilliseconds, undefined, { ref: false })]);
    },
  };
}

/** Resolves when a new connection answers. */
async function answers(connectionString: string): Promise<void> {
  const client = new Client({
    connectionString,
    connectionTimeoutMillis: connectMilliseconds,
    query_timeout: connectMilliseconds,
    application_name: 'spacetime-probe',
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    void client.end();
  }
}
