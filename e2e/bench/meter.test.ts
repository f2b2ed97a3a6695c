import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startMeter } from './meter.ts';

it('measures what processes take together', async () => {
  const stop = await startMeter([process.pid]);
  const begun = process.cpuUsage();
  while (process.cpuUsage(begun).user < 50_000) Math.random();
  const effort = await stop();
  expect(effort?.cores).toBeGreaterThan(0);
  expect(effort?.memoryMiB).toBeGreaterThan(1);
});

it('tells nothing of a process that ends while it is measured, or of none at all', async () => {
  const child = spawn('sleep', ['60']);
  const stop = await startMeter([process.pid, Number(child.pid)]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await stop()).toBeUndefined();
  expect(await (await startMeter([]))()).toBeUndefined();
});
