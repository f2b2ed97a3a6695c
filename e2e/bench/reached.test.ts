import { emptyMoments, timesLedTo } from './reached.ts';

const write = (at: number, ...pods: string[]) => ({ at, slice: 'world-x', service: 'world', pods });
const other = (at: number, ...pods: string[]) => ({ ...write(at, ...pods), slice: 'world-y' });
const preview = (at: number, ...pods: string[]) => ({ ...other(at, ...pods), service: 'world-bad' });
const [stable, bad] = ['world-good-5d8f9c-48c4w', 'world-bad-7c9f4b-x7k2p'];

it.each([
  ['nothing is written', [], 0],
  ['it begins to lead somewhere', [write(1), write(2, stable)], 0],
  ['pods are replaced', [write(1, stable), write(2, stable, bad), write(3, bad)], 0],
  [
    'its only slice leads nowhere for two writes',
    [write(1, stable), write(2), write(3), write(4, stable)],
    1,
  ],
  ['its only slice is deleted', [write(1, stable), { ...write(2), service: '' }], 1],
  ['one of two slices is empty', [write(1, stable), other(2, bad), write(3)], 0],
  ['both are', [write(1, stable), other(2, bad), write(3), other(4)], 1],
  ['another Service is empty', [write(1, stable), preview(2, bad), preview(3)], 0],
])('counts how often a Service leads nowhere when %s', (_, writes, times) => {
  expect(emptyMoments(writes, 'world')).toBe(times);
});

it.each([
  ['never, when it only ceases to', [write(1, stable, bad), write(11, stable)], 0],
  ['never, when it still does', [write(1, stable, bad), write(11, bad)], 0],
  ['once, when it does again', [write(1, bad), write(11, stable), write(12, bad), write(13, bad)], 1],
  ['never, when it did before', [write(1, bad), write(2, stable), write(3, bad), write(11, stable)], 0],
])('counts how often a Service led to a revision again: %s', (_, writes, times) => {
  expect(timesLedTo(writes, 'world', { revision: 'bad', since: 10 })).toBe(times);
});
