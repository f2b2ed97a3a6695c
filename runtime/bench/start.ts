import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { aDatabase } from '../test/aDatabase.ts';
import type { Row } from './row.ts';
import { type Served, serve } from './served.ts';
import { environment, program } from './world.ts';

const repetitions = 3;
const source = [join(import.meta.dirname, '../server/main.ts')];

/** From the start of the process to the first good answer of `/health`, and the memory that it takes then. */
export async function starts(): Promise<Row[]> {
  const external: Figures[] = [];
  const first: Figures[] = [];
  const again: Figures[] = [];
  for (let n = 0; n < repetitions; n++) {
    const database = await aDatabase({ empty: true });
    await started(program, { DATABASE_URL: database.url });
    external.push(await started(program, { DATABASE_URL: database.url }));
    await database.remove();
    const data = await mkdtemp(join(tmpdir(), 'spacetime-bench-'));
    // As root the database runs as another user, who must be let through.
    await chmod(data, 0o711);
    const embedded = { SPACETIME_DATA_DIR: join(data, 'world') };
    first.push(await started(source, embedded));
    again.push(await started(source, embedded));
    await rm(data, { recursive: true });
  }
  const row = (what: string, figures: readonly Figures[], goal: string): Row => ({
    what: `start to /health 200, ${what}`,
    unit: 'ms',
    ours: figures.map(({ milliseconds }) => milliseconds),
    better: 'less',
    goal,
  });
  return [
    row('database of its own server', external, '≤ 1500'),
    row('embedded database, first time', first, '≤ 2500'),
    row('embedded database, later', again, '≤ 2500'),
    {
      what: 'memory at rest (without the database)',
      unit: 'MB',
      ours: external.map(({ megabytes }) => megabytes),
      better: 'less',
      goal: '≤ 90',
    },
  ];
}

interface Figures {
  readonly milliseconds: number;
  readonly megabytes: number;
}

async function started(program: readonly string[], env: Readonly<Record<string, string>>): Promise<Figures> {
  const began = performance.now();
  const served = await serve(program, environment(env));
  while ((await fetch(`${served.url}/health`)).status !== 200) await pause(10);
  const milliseconds = performance.now() - began;
  const megabytes = await residentMegabytes(served);
  await served.stop();
  return { milliseconds, megabytes };
}

/** Resident memory by the kernel's own count. */
async function residentMegabytes({ pid }: Served): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}
