import { Client, escapeIdentifier } from 'pg';
import type { Logger } from 'pino';

/** A schema of a database that goes with the process. */
export interface TemporarySchema {
  /** Makes it anew, without what an earlier process left in it. Once that is done, calling it again changes nothing. */
  readonly make: () => Promise<void>;
  /** Drops it with everything in it, if it was made. Never rejects: what stays is dropped by the next `make`. */
  readonly drop: () => Promise<void>;
}

const patienceMilliseconds = 5000;

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
  const name = escapeIdentifier(schema);
  const drop = `drop schema if exists ${name} cascade`;
  let made = false;
  return {
    make: async () => {
      if (made) return;
      await run(url, `${drop}; create schema ${name}`);
      made = true;
    },
    drop: async () => {
      if (!made) return;
      await run(url, drop).catch((error) => log.warn({ err: error }, `Schema ${schema} was not dropped.`));
    },
  };
}

/** Runs statements as one transaction, on a connection of their own. */
async function run(connectionString: string, statements: string): Promise<void> {
  const client = new Client({
    connectionString,
    connectionTimeoutMillis: patienceMilliseconds,
    statement_timeout: patienceMilliseconds,
    lock_timeout: patienceMilliseconds,
    application_name: 'spacetime-temporary-schema',
  });
  // A connection that breaks tells whoever uses it; without a listener it would end the process as well.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(statements);
  } finally {
    void client.end();
  }
}
