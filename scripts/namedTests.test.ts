import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = ['docs/capabilities.md', 'docs/upgrade.md'];

/** Each `file` "title" of a page; the file may be a link to itself. */
const namedIn = (page: string) =>
  [...read(page).matchAll(/`([\w./-]+\.test\.ts)`(?:\]\(([^)]+)\))? "([^"]+)"/g)].map(
    ([, file = '', link, title = '']) => ({ file, link, title }),
  );

/** Whether the file has a test, or a group of them, whose title ends so. */
function hasTitle(file: string, title: string): boolean {
  const isThere = existsSync(join(root, file));
  return isThere && [`${title}'`, `${title}\``, `${title}"`].some((end) => read(file).includes(end));
}

it.each(pages)('%s names tests that are there', (page) => {
  const named = namedIn(page);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ file, title }) => !hasTitle(file, title))).toEqual([]);
  expect(named.filter(({ file, link }) => link !== undefined && link !== `../${file}`)).toEqual([]);
});

it('every answer about a capability that is yes has its test', () => {
  const rows = read('docs/capabilities.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| question'));
  expect(rows.length).toBeGreaterThan(30);
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()));
  expect(cells.filter(([, , answer = '']) => !/^(?:yes|\*\*no\*\*)(?:[:, ]|$)/.test(answer))).toEqual([]);
  expect(
    cells.filter(([, , answer = '', proof = '']) => answer.startsWith('yes') && !proof.startsWith('[')),
  ).toEqual([]);
});
