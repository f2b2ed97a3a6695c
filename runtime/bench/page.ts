import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Row } from './row.ts';
import { markdownTable } from './table.ts';

const page = join(import.meta.dirname, '../../docs/performance.md');

/** Prints the rows and where they were measured; `--write` puts them into docs/performance.md too, at the place of `subject`. */
export async function publish(subject: 'runtime' | 'operator', rows: readonly Row[]): Promise<void> {
  const text = `${markdownTable(rows, `this ${subject}`)}\n\n${machine()}`;
  console.log(text);
  if (process.argv.includes('--write'))
    await writeFile(page, withTable(await readFile(page, 'utf8'), subject, text));
}

function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim()}, Node ${process.version}; server on one core, load on the other. ${new Date().toISOString().slice(0, 10)}.`;
}

function withTable(text: string, subject: string, table: string): string {
  const [begin, end] = [`<!-- ${subject} measured -->`, `<!-- ${subject} end -->`];
  const [before, rest = ''] = text.split(begin);
  return `${before}${begin}\n\n${table}\n\n${end}${rest.split(end)[1] ?? ''}`;
}
