import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiler } from '../server/scenes/compiler.ts';
import { compilerThreads } from '../server/scenes/thread/threads.ts';
import type { Row } from './row.ts';

const repetitions = 5;
const directory = join(import.meta.dirname, '../scenes');
const scene = 'res://vr_main.tscn';

/** How long a scene takes to become GLB: in a new thread, in one that has compiled before, and when it is remembered. */
export async function scenes(): Promise<Row[]> {
  const [first, warm, remembered]: [number[], number[], number[]] = [[], [], []];
  for (let n = 0; n < repetitions; n++) {
    const cacheDirectory = await mkdtemp(join(tmpdir(), 'spacetime-bench-scenes-'));
    const threads = compilerThreads({ atOnce: 1 });
    const fresh = (name: string) =>
      compiler({ directory, threads, cacheDirectory: join(cacheDirectory, name) });
    first.push(await took(() => fresh('first').compile(scene)));
    const again = fresh('again');
    warm.push(await took(() => again.compile(scene)));
    remembered.push(await took(() => again.compile(scene)));
    threads.close();
    await rm(cacheDirectory, { recursive: true });
  }
  const row = (what: string, ours: readonly number[], goal?: string): Row => ({
    what: `vr_main.tscn to GLB, ${what}`,
    unit: 'ms',
    ours,
    better: 'less',
    ...(goal && { goal }),
  });
  return [
    row('in a new thread, which is started for it', first),
    row('cold, in a thread that has compiled before', warm, '≤ 100'),
    row('cached', remembered, '≤ 5'),
  ];
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
