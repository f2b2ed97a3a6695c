import { bar, bytes, share, span, sparkline } from './amounts.ts';

it.each([
  [0, '0 s'],
  [-5, '0 s'],
  [119_000, '119 s'],
  [120_000, '2 min'],
  [7_200_000, '2 h'],
  [172_800_000, '2 d'],
])('%i ms are %s', (milliseconds, text) => {
  expect(span(milliseconds)).toBe(text);
});

it.each([
  [0, '░░░░'],
  [1, '█░░░'],
  [50, '██░░'],
  [100, '████'],
])('%i per cent fill a bar so far', (percent, text) => {
  expect(bar(percent, 4)).toBe(text);
});

it.each([
  [2 ** 30, '1Gi'],
  [3 * 2 ** 29, '1536Mi'],
  [1000, '1000'],
  [0, '0'],
])('%i bytes are %s', (amount, text) => {
  expect(bytes(amount)).toBe(text);
});

it.each<[readonly number[], number, string]>([
  [[0, 0.5, 1], 10, '▁▅█'],
  [[0, 1, 0.5, 0.5], 2, '█▅'],
  [[-3, 7], 10, '▁█'],
  [[], 10, ''],
])('%j in %i characters is a line that loses no peak', (values, width, text) => {
  expect(sparkline(values, width)).toBe(text);
});

it('a share of nothing is no number', () => {
  expect([share(0, 0), share(1, 8)]).toEqual(['–', '1 of 8 (12.5 %)']);
});
