import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { Logger } from 'pino';
import { ConfigurationRefused } from '../configurationRefused.ts';
import { DatabaseUnavailable } from './unavailable.ts';

/** A schema of a database that goes with the process. */
export interface TemporarySchema {
  /**
   * Makes it anew, and drops what processes that are gone left in this one and in others. Once that is done, calling it again changes
   * nothing. Throws ConfigurationRefused when somebody else's schema has the name, DatabaseUnavailable while another process uses it.
   */
  readonly make: () => Promise<void>;
  /** Drops it with everything in it, if it was made. Never rejects: what stays is dropped by the next `make` of any. */
  readonly drop: () => Promise<void>;
}

const patienceMilliseconds = 5000;

// A schema without it is somebody's.
const mark = 'A world of SpaceTime that goes with its process.';

/** The same database, of which connections see this schema and no other. */
export function inSchema(url: string, schema: string): string {
  const address = new URL(url);
  const given = address.searchParams.get('options');
  const searchPath = `-c search_path=${schema}`;
  address.searchParams.set('options', given ? `${given} ${searchPath}` : searchPath);
  return address.href;
}

/** A schema for a world that nobody is to remember, beside lasting worlds of the same database. */
export function temporarySchema(url: string, schema: string, log: Logger): TemporarySchema {
  // It holds a lock for as long as the schema is in use.
  let holder: Client | undefined;
  return {
    make: async () => {
      if (holder) return;
      const client = await connected(url);
      try {
        await take(client, schema, log);
        holder = client;
      } finally {
        if (!holder) void client.end();
      }
    },
    drop: async () => {
      if (!holder) return;
      await holder
        .query(dropping(schema))
        .catch((error) => log.warn({ err: error }, `Schema ${schema} was not dropped.`));
      void holder.end();
    },
  };
}

async function connected(connectionString: string): Promise<Client> {
  const client = new Client({
    connectionString,
    keepAlive: true,
    connectionTimeoutMillis: patienceMilliseconds,
    statement_timeout: patienceMilliseconds,
    lock_timeout: patienceMilliseconds,
    application_name: 'spacetime-temporary-schema',
  });
  // A connection that breaks tells whoever uses it; without a listener it would end the process as well.
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function take(client: Client, schema: string, log: Logger): Promise<void> {
  if (!(await locked(client, schema)))
    throw new DatabaseUnavailable(`Schema ${schema} is in use by another process.`);
  const known = await schemas(client);
  if (known.some(({ name, marked }) => name === schema && !marked))
    throw new ConfigurationRefused(
      `SPACETIME_DATABASE_TEMPORARY_SCHEMA names ${schema}, which is in the database and was not made by a world; name another.`,
    );
  for (const { name, marked } of known) if (marked && name !== schema) await forget(client, name, log);
  const named = escapeIdentifier(schema);
  await client.query(
    `${dropping(schema)}; create schema ${named}; comment on schema ${named} is ${escapeLiteral(mark)}`,
  );
}

/** Drops what a process left behind, unless it still runs. */
async function forget(client: Client, schema: string, log: Logger): Promise<void> {
  if (!(await locked(client, schema))) return;
  await client
    .query(dropping(schema))
    .catch((error) => log.warn({ err: error }, `Schema ${schema} of an earlier process was not dropped.`));
  await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [`schema ${schema}`]);
}

async function locked(client: Client, schema: string): Promise<boolean> {
  const { rows } = await client.query<{ readonly mine: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0)) as mine',
    [`schema ${schema}`],
  );
  return rows[0]?.mine === true;
}

async function schemas(client: Client) {
  const { rows } = await client.query<{ readonly name: string; readonly marked: boolean }>(
    `select nspname as name, obj_description(oid, 'pg_namespace') is not distinct from $1 as marked
     from pg_namespace where nspname ~ '^check_[a-z0-9]+$'`,
    [mark],
  );
  return rows;
}

const dropping = (schema: string) => `drop schema if exists ${escapeIdentifier(schema)} cascade`;
