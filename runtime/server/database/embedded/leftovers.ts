import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { DataFolder } from './dataFolder.ts';

const politeMilliseconds = 10_000;
const pauseMilliseconds = 20;

/**
 * Ends what an earlier run left behind when it was killed: PostgreSQL goes on without us, and would keep its folder. Only the
 * holder of the folder's lock may call this. A server is asked to stop, which loses nothing; one that does not is killed, which
 * loses nothing that was acknowledged.
 */
export async function endLeftovers(
  { cluster, socket }: Pick<DataFolder, 'cluster' | 'socket'>,
  log: Logger,
): Promise<void> {
  const found = serversIn(cluster);
  if (found.length > 0) log.warn(`Ending the PostgreSQL that an earlier run left in ${cluster}.`);
  for (const pid of found) signal(pid, 'SIGINT');
  const deadline = Date.now() + politeMilliseconds;
  while (serversIn(cluster).length > 0) {
    if (Date.now() > deadline) for (const pid of serversIn(cluster)) signal(pid, 'SIGKILL');
    await setTimeout(pauseMilliseconds);
  }
  // Nobody runs there any more, whoever else has that process id by now.
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
  rmSync(join(socket, '.s.PGSQL.5432.lock'), { force: true });
}

/** The processes of PostgreSQL that work in a folder: each has it as its working directory, or as an argument when it begins. */
export function serversIn(cluster: string): number[] {
  const worksThere = (pid: string) => linkOf(pid, 'cwd') === cluster || argumentsOf(pid).includes(cluster);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => basename(linkOf(pid, 'exe')).startsWith('postgres') && worksThere(pid))
    .map(Number);
}

function argumentsOf(pid: string): readonly string[] {
  try {
    return readFileSync(join('/proc', pid, 'cmdline'), 'utf8').split('\0');
  } catch {
    return [];
  }
}

function linkOf(pid: string, name: 'cwd' | 'exe'): string {
  try {
    return readlinkSync(join('/proc', pid, name));
  } catch {
    return '';
  }
}

function signal(pid: number, name: 'SIGINT' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself.
  }
}
