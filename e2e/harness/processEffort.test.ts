import { effortOf } from './processEffort.ts';

it('tells what a process has taken, as the process itself sees it', async () => {
  const { user, system } = process.cpuUsage();
  const seen = await effortOf(process.pid);
  // The kernel rounds each of its two numbers down to ten milliseconds.
  expect(seen?.processorMilliseconds).toBeGreaterThanOrEqual((user + system) / 1000 - 20);
  expect(seen?.residentBytes).toBeGreaterThan(process.memoryUsage().heapUsed);
});

it('tells nothing of a process that is not there', async () => {
  expect(await effortOf(2 ** 30)).toBeUndefined();
});
