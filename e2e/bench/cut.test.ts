import { cutMilliseconds } from './cut.ts';

const write = (at: number, ...pods: string[]) => ({ at, slice: 'world-x', service: 'world', pods });
const rejected = { service: 'world', revision: 'bad', since: 1000 };
const [stable, bad] = ['world-good-5d8f9c-48c4w', 'world-bad-7c9f4b-x7k2p'];

it('lasts from the verdict to the write that takes the last pod of the revision out', () => {
  const writes = [write(400, stable), write(500, stable, bad), write(1040, bad), write(1090, stable)];
  expect(cutMilliseconds(writes, rejected)).toBe(90);
});

it('waits for every slice of the Service, and for no other Service', () => {
  const second = { ...write(600, bad), slice: 'world-y' };
  const preview = { ...write(600, bad), slice: 'world-bad-z', service: 'world-bad' };
  const writes = [write(500, bad), second, preview, write(1040), { ...second, at: 1100, pods: [] }];
  expect(cutMilliseconds(writes, rejected)).toBe(100);
});

it.each([
  ['had no users at the verdict', [write(500, stable), write(1100, stable)]],
  ['lost them before the verdict', [write(500, bad), write(900), write(1100)]],
  ['still has users', [write(500, bad), write(1100, bad)]],
  ['was never written of', []],
])('is absent for a revision that %s', (_, writes) => {
  expect(cutMilliseconds(writes, rejected)).toBeUndefined();
});
