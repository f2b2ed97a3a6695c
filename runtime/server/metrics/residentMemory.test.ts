import { jest } from '@jest/globals';
import { residentMemory } from './residentMemory.ts';

it('asks the kernel once a second', () => {
  const kernel = jest.spyOn(process.memoryUsage, 'rss').mockReturnValueOnce(1000).mockReturnValueOnce(2000);
  let now = 0;
  const resident = residentMemory(() => now);
  const told = [0, 999, 1000, 1999].map((at) => {
    now = at;
    return resident();
  });
  expect(told).toEqual([1000, 1000, 2000, 2000]);
  kernel.mockRestore();
});
