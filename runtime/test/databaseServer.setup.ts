import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { pino } from 'pino';
import { account } from '../server/database/embedded/account.ts';
import { databaseName, makeCluster, user } from '../server/database/embedded/cluster.ts';
import { openDataFolder } from '../server/database/embedded/dataFolder.ts';
import { startPostmaster } from '../server/database/embedded/postmaster.ts';
import { findPackage, openPrograms } from '../server/database/embedded/programs.ts';

/** The variable that tells tests where the server is. */
export const serverVariable = 'SPACETIME_TEST_DATABASE_SERVER';

const password = 'spacetime';

/**
 * Starts one real PostgreSQL for all tests of a run; each test takes a database of its own (`aDatabase`). Only a durable one waits
 * for the disk: tests lose nothing in a crash. `address` is one of this machine.
 */
export async function startServer({
  durable = false,
  address = '127.0.0.1',
} = {}): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'spacetime-test-database-'));
  const owner = account();
  const found = await findPackage();
  const folder = await openDataFolder(directory, owner, found.version);
  const programs = await openPrograms(found, owner, directory);
  await makeCluster(folder, programs, owner);
  await writeFile(join(folder.cluster, 'pg_hba.conf'), rules(address));
  const port = await freePort();
  const more = {
    listen_addresses: address,
    port: String(port),
    fsync: durable ? 'on' : 'off',
    max_connections: '300',
  };
  const server = await startPostmaster(folder, programs, { owner, log: pino({ level: 'silent' }), more });
  await setPassword({ host: folder.socket, port });
  process.env[serverVariable] = `postgres://${user}:${password}@${address}:${port}`;
  return async () => {
    await server.stop();
    await rm(directory, { recursive: true });
  };
}

// Tests try wrong passwords over the network. Who reaches an address that is not loopback may try from anywhere.
const rules = (address: string) =>
  `local all all trust\nhost all all ${address === '127.0.0.1' ? '127.0.0.1/32' : 'all'} scram-sha-256\n`;

async function setPassword(at: { readonly host: string; readonly port: number }): Promise<void> {
  const client = new Client({ ...at, user, database: databaseName });
  await client.connect();
  await client.query(`alter role ${user} password '${password}'`).finally(() => client.end());
}

/** A TCP port of loopback that nobody has. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
