import fc from 'fast-check';
import { plain } from './plainJson.ts';

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

describe('plain', () => {
  it.each([
    ['33 levels', nested(33), 'The body must be nested at most 32 deep.'],
    ['100,000 levels', nested(100_000), 'The body must be nested at most 32 deep.'],
    ['a field __proto__', JSON.parse('{"a":{"__proto__":{"admin":true}}}'), 'a.__proto__ is not known here.'],
    ['NUL', { a: ['x', 'y\0'] }, 'a.1 must not hold the character NUL.'],
    ['NUL in a name', { 'a\0': 1 }, 'The body must not hold the character NUL.'],
    ['half a character', { a: '\ud800' }, 'a must not hold halves of characters (surrogates).'],
    ['too many values', Array.from({ length: 10_000 }, () => 0), 'The body must hold at most 10000 values.'],
  ])('refuses %s', (_, value, sentence) => {
    expect(() => plain(value)).toThrow(sentence);
  });

  it('lets any other JSON through', () => {
    const options = { maxDepth: 10, maxKeys: 20, key: fc.string({ unit: 'grapheme' }) };
    const usual = fc.object({
      ...options,
      values: [fc.string({ unit: 'grapheme' }), fc.double(), fc.boolean()],
    });
    fc.assert(
      fc.property(usual, (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes('__proto__') && !text.includes('\\u0000'));
        plain(value);
      }),
    );
    plain(nested(32));
  });
});
