import { quantity } from './quantity.ts';

describe('quantity', () => {
  it.each([
    ['250m', 0.25],
    ['2', 2],
    ['0.5', 0.5],
    ['1Gi', 2 ** 30],
    ['4G', 4e9],
    ['1.5Mi', 1.5 * 2 ** 20],
    ['3k', 3000],
  ])('%s is %d', (text, value) => {
    expect(quantity(text)).toBe(value);
  });

  it.each([
    ['1000m', '1'],
    ['0.100', '100m'],
    ['1024Mi', '1Gi'],
    ['1.5k', '1500'],
  ])('%s and %s are one amount', (one, other) => {
    expect(quantity(one)).toBe(quantity(other));
  });

  it.each(['', 'much', '1e3', '-1', '1Xi', '.5'])('refuses "%s" and shows it', (text) => {
    expect(() => quantity(text)).toThrow(`"${text}" is not a quantity`);
  });
});
