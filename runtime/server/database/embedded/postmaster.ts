import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Account, identity } from './account.ts';
import type { DataFolder } from './dataFolder.ts';
import type { Programs } from './programs.ts';

/** A running PostgreSQL. */
export interface Postmaster {
  readonly pid: number | undefined;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends it in order, which loses nothing. */
  readonly stop: () => Promise<void>;
}

const politeMilliseconds = 20_000;

const settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  // Containers have little shared memory of the other kinds.
  shared_memory_type: 'mmap',
  dynamic_shared_memory_type: 'mmap',
  shared_buffers: '32MB',
  max_connections: '100',
  wal_level: 'minimal',
  max_wal_senders: '0',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
  log_line_prefix: '',
};

/** How PostgreSQL is run; `more` are PostgreSQL's settings that go before ours. */
export interface Running {
  readonly owner: Account;
  readonly log: Logger;
  readonly more?: Readonly<Record<string, string>>;
}

/** Starts PostgreSQL and resolves when it takes connections. Rejects with what it said when it does not. */
export async function startPostmaster(
  { cluster, socket }: DataFolder,
  { postgres }: Programs,
  { owner, log, more = {} }: Running,
): Promise<Postmaster> {
  const options = Object.entries({ ...settings, unix_socket_directories: `"${socket}"`, ...more });
  // A group of its own: Ctrl-C in a terminal is for us, who still write while we leave.
  const child = spawn(
    postgres,
    ['-D', cluster, ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...identity(owner),
      cwd: '/',
      env: { LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    },
  );
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve()).once('error', () => resolve());
  });
  const endWithUs = () => void child.kill('SIGINT');
  process.once('exit', endWithUs);
  void ended.then(() => process.off('exit', endWithUs));
  await ready(child, ended, log);
  return { pid: child.pid, ended, stop: () => stop(child, ended) };
}

async function ready(child: ChildProcess, ended: Promise<void>, log: Logger): Promise<void> {
  if (!child.stderr) throw new Error('PostgreSQL has no output.');
  const failures: string[] = [];
  const others: string[] = [];
  const { promise: takes, resolve } = Promise.withResolvers<true>();
  createInterface(child.stderr).on('line', (line) => {
    log.debug(`PostgreSQL: ${line}`);
    if (line.includes('database system is ready to accept connections')) resolve(true);
    const [, failure] = /(?:FATAL|PANIC): +(.*)/.exec(line) ?? [];
    if (failure !== undefined) failures.push(failure);
    else if (!/^[A-Z]+: /.test(line)) others.push(line);
  });
  if (await Promise.race([takes, ended])) return;
  await Promise.race([once(child.stderr, 'close'), setTimeout(1000)]);
  throw new Error(failures.at(-1) ?? (others.join(' ') || 'it ended without a word'));
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGINT');
  const patience = new AbortController();
  const late = setTimeout(politeMilliseconds, true, { signal: patience.signal }).catch(() => false);
  if (await Promise.race([ended, late])) child.kill('SIGQUIT');
  patience.abort();
  await ended;
}
