import { setTimeout as pause } from 'node:timers/promises';

/** What a process took while it was measured. */
export interface Effort {
  /** Share of one core, in per cent. */
  readonly corePercent: number;
  /** Resident memory at the end. */
  readonly megabytes: number;
}

const warmUpMilliseconds = 10_000;
const measuredMilliseconds = 30_000;

/** Measures this process for 30 s once it is warm, and prints its effort as a line of JSON. */
export async function printEffort(): Promise<void> {
  await pause(warmUpMilliseconds);
  const [began, before] = [performance.now(), process.cpuUsage()];
  await pause(measuredMilliseconds);
  const { user, system } = process.cpuUsage(before);
  const corePercent = (100 * (user + system)) / 1000 / (performance.now() - began);
  console.log(
    JSON.stringify({ corePercent, megabytes: process.memoryUsage.rss() / 2 ** 20 } satisfies Effort),
  );
}
