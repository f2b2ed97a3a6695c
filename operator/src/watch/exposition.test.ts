import fc from 'fast-check';
import { expositionReader } from './exposition.ts';

const all = { has: () => true } as unknown as ReadonlySet<string>;
const parsed = (page: string) => expositionReader(all)(page);

it('reads names, labels and values', () => {
  expect(parsed('http_requests_total{status="200",client="user"} 17\ngodot_fps 72.5')).toEqual([
    { name: 'http_requests_total', labels: { status: '200', client: 'user' }, value: 17 },
    { name: 'godot_fps', labels: {}, value: 72.5 },
  ]);
});

it.each([
  ['1.5e3', 1500],
  ['+Inf', Number.POSITIVE_INFINITY],
  ['-Inf', Number.NEGATIVE_INFINITY],
  ['NaN', Number.NaN],
  ['-0.25', -0.25],
])('reads the value %s', (text, value) => {
  expect(parsed(`x ${text}`)[0]?.value).toBe(value);
});

it('reads what was escaped in a label', () => {
  expect(parsed(String.raw`x{a="say \"hi\"",b="back\\slash",c="two\nlines",d="{}, ="} 1`)[0]?.labels).toEqual(
    {
      a: 'say "hi"',
      b: 'back\\slash',
      c: 'two\nlines',
      d: '{}, =',
    },
  );
});

it('passes over comments, empty lines and what is no sample', () => {
  expect(parsed('# HELP x Help.\n# TYPE x counter\n\nx\nx{a="b" 1\n<html>\n{} 1')).toEqual([]);
});

it('takes a time stamp, an empty set of labels and a comma at its end', () => {
  expect(parsed('x 1 1700000000000\ny{} 2\nz{a="b",} 3').map(({ value }) => value)).toEqual([1, 2, 3]);
});

it('reads only what it is asked for', () => {
  expect(expositionReader(new Set(['a', 'b']))('a 1\nab 2\nb 3').map(({ name }) => name)).toEqual(['a', 'b']);
});

it('is done soon with a page that fits nothing', () => {
  expect(parsed(`x{${'a="\\'.repeat(20_000)} 1`)).toHaveLength(0);
});

it('reads a page after others as it reads one that is the first', () => {
  const name = fc.constantFrom('a', 'a_b', 'b', 'other');
  const labels = fc.constantFrom('', '{}', '{x="1"}', '{x="1",y="} 2"}', '{x="1"', '{x="\\""}');
  const value = fc.constantFrom(' 1', ' 2.5', ' +Inf', '', ' 1 1700', ' 1 x', ' 1 2 3');
  const aLine = fc.oneof(
    fc.tuple(name, labels, value).map((parts) => parts.join('')),
    fc.constantFrom('', '# TYPE a counter', '<html>'),
  );
  const aPage = fc.array(aLine).map((lines) => lines.join('\n'));
  const names = new Set(['a', 'a_b', 'b']);
  fc.assert(
    fc.property(fc.array(aPage), (pages) => {
      const read = expositionReader(names);
      for (const page of pages) expect(read(page)).toEqual(expositionReader(names)(page));
    }),
  );
});
