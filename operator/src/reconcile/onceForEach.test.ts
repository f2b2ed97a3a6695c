import { onceForEach } from './onceForEach.ts';

it('works once for an object, and again for another that says the same', () => {
  const asked: string[] = [];
  const upper = onceForEach(({ text }: { readonly text: string }) => {
    asked.push(text);
    return { upper: text.toUpperCase() };
  });
  const one = { text: 'a' };
  expect(upper(one)).toBe(upper(one));
  expect(upper({ text: 'a' })).toEqual({ upper: 'A' });
  expect(asked).toEqual(['a', 'a']);
});

it('tries again what has failed', () => {
  let tries = 0;
  const failing = onceForEach((_: object) => {
    tries += 1;
    throw new Error(`try ${tries}`);
  });
  const one = {};
  expect(() => failing(one)).toThrow('try 1');
  expect(() => failing(one)).toThrow('try 2');
});
