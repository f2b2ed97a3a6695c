import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A server in a process of its own, on the first core; this process and its load are on the second. */
export interface Served {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process to the line that names its port. */
  readonly milliseconds: number;
  readonly stop: () => Promise<void>;
}

interface Line {
  readonly port?: number;
  readonly ports?: { readonly api: number };
}

const serverCore = '0';
const loadCore = '1';

/** Leaves the first core to the server. */
export async function moveToLoadCore(): Promise<void> {
  await once(spawn('taskset', ['--all-tasks', '--cpu-list', '--pid', loadCore, String(process.pid)]), 'exit');
}

/** Runs a server and waits for the line of JSON that names its port. Rejects with what it said when it ends before. */
export async function serve(
  program: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const began = performance.now();
  const child = spawn('taskset', ['--cpu-list', serverCore, process.execPath, ...program], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const port = await portOf(child);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    milliseconds: performance.now() - began,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function portOf(child: ChildProcess): Promise<number> {
  if (!child.stdout || !child.stderr) throw new Error('The server has no output.');
  const said: string[] = [];
  child.stderr.on('data', (data) => said.push(String(data)));
  for await (const line of createInterface(child.stdout)) {
    const port = portIn(line);
    if (port) return drained(child, port);
    said.push(line);
  }
  throw new Error(`The server ended before it listened:\n${said.join('\n')}`);
}

// What it says later is read and dropped, so that it never waits for a reader.
function drained(child: ChildProcess, port: number): number {
  child.stdout?.resume();
  return port;
}

function portIn(line: string): number | undefined {
  try {
    const { port, ports } = JSON.parse(line) as Line;
    return port ?? ports?.api;
  } catch {
    return undefined;
  }
}
