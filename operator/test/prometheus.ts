import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** One series that a query has found. */
interface Found {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

export interface Prometheus {
  readonly url: string;
  /** What a query answers now. Throws what Prometheus has against it. */
  readonly ask: (query: string) => Promise<readonly Found[]>;
  /** Ends it, and removes all that it wrote. */
  readonly stop: () => Promise<void>;
}

/** A program of this machine on a port and in a folder of its own. */
export interface Started {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts the Prometheus of this machine with this configuration, and with rules if there are any. */
export async function startPrometheus(config: object, rules?: object): Promise<Prometheus> {
  const files = {
    'prometheus.yaml': { ...config, ...(rules && { rule_files: ['rules.yaml'] }) },
    ...(rules && { 'rules.yaml': rules }),
  };
  const { url, stop } = await startMonitor('prometheus', files, (directory, address) => [
    `--config.file=${directory}/prometheus.yaml`,
    `--storage.tsdb.path=${directory}/data`,
    `--web.listen-address=${address}`,
  ]);
  return {
    url,
    stop,
    ask: async (query) => {
      const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query })}`);
      const body = (await answer.json()) as { error?: string; data?: { result: readonly Found[] } };
      if (!body.data) throw new Error(`${query}: ${body.error}`);
      return body.data.result;
    },
  };
}

/** Starts `prometheus` or `prometheus-alertmanager` beside these files, and waits until it is ready. */
export async function startMonitor(
  program: string,
  files: Readonly<Record<string, object>>,
  options: (directory: string, address: string) => readonly string[],
): Promise<Started> {
  const directory = await mkdtemp(join(tmpdir(), `spacetime-${program}-`));
  for (const [name, content] of Object.entries(files))
    await writeFile(join(directory, name), stringify(content, { lineWidth: 0 }));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(program, options(directory, address), {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  child.stderr.on('data', (text) => {
    printed = `${printed}${text}`.slice(-2000);
  });
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}: ${printed}`)));
  });
  failed.catch(() => undefined);
  const stop = async () => {
    await ended(child);
    await rm(directory, { recursive: true });
  };
  try {
    await Promise.race([isReady(`http://${address}/-/ready`), failed]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://${address}`, stop };
}

async function isReady(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('A server without a port.');
  return address.port;
}
