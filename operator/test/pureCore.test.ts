import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', 'src');
const sources = globSync(['rollout/**/*.ts', 'plan/*.ts', 'status/*.ts'], { cwd: root }).filter(
  (path) => !path.endsWith('.test.ts'),
);

/** Comments speak of clocks, and may. */
const code = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');

const impure: readonly [string, RegExp][] = [
  ['the time of day', /\bDate\s*\.\s*now\b/],
  ['the time of day', /\bnew\s+Date\s*(\(\s*\)|(?!\s*\())/],
  ['the time of day', /(?<!new\s)\bDate\s*\(/],
  ['a clock', /\bperformance\b/],
  ['chance', /\bMath\s*\.\s*random\b|\bcrypto\s*\.|\brandomUUID\b/],
];

const found = (text: string): string[] =>
  impure.flatMap(([what, pattern]) => (pattern.test(code(text)) ? [what] : []));

it('the sources of the core are found', () => {
  expect(sources.length).toBeGreaterThan(40);
});

it.each(sources)('%s depends on its arguments alone', (path) => {
  expect(found(readFileSync(join(root, path), 'utf8'))).toEqual([]);
});

it.each([
  ['const now = Date.now();', ['the time of day']],
  ['const now = new Date();', ['the time of day']],
  ['const now = new Date ( );', ['the time of day']],
  ['const now = new Date;', ['the time of day']],
  ['const now = Date();', ['the time of day']],
  ['const now = performance.now();', ['a clock']],
  ['const luck = Math.random();', ['chance']],
  ['const time = new Date(at);', []],
  ['const time = Date.parse(at);', []],
  ['// Date.now() is what the shell asks', []],
])('reads %s as %j', (text, expected) => {
  expect(found(text)).toEqual(expected);
});
