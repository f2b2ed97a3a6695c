import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { type Database, openDatabase } from '../server/database/database.ts';
import { migrate } from '../server/database/migrate.ts';
import { serverVariable } from './databaseServer.setup.ts';

/** A database of a test's own on the server of the run. */
export interface TestDatabase extends Database {
  readonly url: string;
  /** Closes the connections and drops the database, with whoever is still connected. */
  readonly remove: () => Promise<void>;
}

/** Makes a database with the newest schema; `empty` leaves the schema out. */
export async function aDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const server = process.env[serverVariable];
  if (!server)
    throw new Error('There is no database server: run this test with the projects of jest.config.js.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(server, `create database ${name}`);
  const url = `${server}/${name}`;
  const database = openDatabase({ url, connections: 5 });
  if (!empty) await migrate(url);
  return {
    ...database,
    url,
    remove: async () => {
      await database.close();
      await administer(server, `drop database ${name} with (force)`);
    },
  };
}

/** Connections of its own to the database of a test. */
export function anotherPool({ url }: TestDatabase): TestDatabase {
  const database = openDatabase({ url, connections: 5 });
  return { ...database, url, remove: database.close };
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: `${server}/postgres` });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
