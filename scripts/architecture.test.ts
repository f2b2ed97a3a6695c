import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

/** Rows of the table `idea → file`; a row may name several files. */
const rows = page
  .slice(page.indexOf('## Where is what'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.includes('`'))
  .map((line): [string, string[]] => [
    line.split('|')[1]?.trim() ?? '',
    [...line.matchAll(/`([^`]+)`/g)].map(([, file]) => file ?? ''),
  ]);

it('the page of the architecture has its table', () => {
  expect(rows.length).toBeGreaterThan(20);
});

it.each(rows)('what it names for "%s" is there', (_, files) => {
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
