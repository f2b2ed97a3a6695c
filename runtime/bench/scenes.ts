import type { Row } from './row.ts';
import { type BenchWorld, benchWorld } from './world.ts';

const repetitions = 5;
const body = { scene_path: 'res://vr_main.tscn' };

interface Loaded {
  readonly load_time_ms: number;
}

/** How long `POST /scene` takes when the scene has to be compiled, and when it has been. */
export async function scenes(): Promise<Row[]> {
  const cold: number[] = [];
  const cached: number[] = [];
  for (let n = 0; n < repetitions; n++) {
    const world = await benchWorld({
      SPACETIME_CACHE_DIR: `/tmp/spacetime-bench-scenes-${process.pid}-${n}`,
    });
    cold.push(await firstLoad(world));
    cached.push(await load(world));
    await world.remove();
  }
  return [
    { what: 'vr_main.tscn to GLB, cold', unit: 'ms', ours: cold, better: 'less', goal: '≤ 100' },
    { what: 'vr_main.tscn to GLB, cached', unit: 'ms', ours: cached, better: 'less', goal: '≤ 5' },
  ];
}

async function load({ ask }: BenchWorld): Promise<number> {
  const { load_time_ms } = (await ask('/scene', { method: 'POST', body })) as Loaded;
  return load_time_ms;
}

/** The world loads its first scene by itself when it starts. */
async function firstLoad({ ask }: BenchWorld): Promise<number> {
  const { history } = (await ask('/scene/history')) as { history: readonly Loaded[] };
  return history.at(-1)?.load_time_ms ?? Number.NaN;
}
