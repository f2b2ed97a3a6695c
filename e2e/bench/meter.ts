import { effortOf, type ProcessEffort } from '../harness/processEffort.ts';

/** What the processes of a controller took together while they were measured. */
export interface Effort {
  /** Share of one core: 0.03 is three per cent. */
  readonly cores: number;
  /** Of the process that held most at the end. */
  readonly memoryMiB: number;
}

/** Begins to measure processes of this machine; what it answers ends it. Undefined when one of them has ended meanwhile. */
export async function startMeter(pids: readonly number[]): Promise<() => Promise<Effort | undefined>> {
  const efforts = () => Promise.all(pids.map(effortOf));
  const startedAt = performance.now();
  const before = await efforts();
  return async () => {
    const after = await efforts();
    const milliseconds = performance.now() - startedAt;
    if (pids.length === 0 || [...before, ...after].includes(undefined)) return undefined;
    return {
      cores: (processorOf(after) - processorOf(before)) / milliseconds,
      memoryMiB: Math.max(...after.map((effort) => effort?.residentBytes ?? 0)) / 2 ** 20,
    };
  };
}

const processorOf = (efforts: readonly (ProcessEffort | undefined)[]): number =>
  efforts.reduce((sum, effort) => sum + (effort?.processorMilliseconds ?? 0), 0);
