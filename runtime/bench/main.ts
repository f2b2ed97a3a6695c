import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../test/databaseServer.setup.ts';
import { answers } from './answers.ts';
import { queues } from './queues.ts';
import type { Row } from './row.ts';
import { scenes } from './scenes.ts';
import { moveToLoadCore } from './served.ts';
import { starts } from './start.ts';
import { markdownTable } from './table.ts';
import { benchWorld } from './world.ts';

/** Measures the runtime beside its peers and prints a table; `--write` puts it into docs/performance.md too. */

const page = join(import.meta.dirname, '../../docs/performance.md');
const [begin, end] = ['<!-- measured -->', '<!-- end -->'];

const measurements: Readonly<Record<string, () => Promise<Row[]>>> = {
  answers: async () => {
    const world = await benchWorld();
    return answers(world).finally(world.remove);
  },
  queues,
  scenes,
  start: starts,
};

const write = process.argv.includes('--write');
const stop = await startServer({ durable: true });
try {
  await moveToLoadCore();
  const rows: Row[] = [];
  for (const [name, measure] of Object.entries(measurements)) {
    process.stderr.write(`Measuring ${name} …\n`);
    rows.push(...(await measure()));
  }
  const text = `${markdownTable(rows)}\n\n${machine()}`;
  console.log(text);
  if (write) await writeFile(page, inserted(await readFile(page, 'utf8'), text));
} finally {
  await stop();
}

function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim()}, Node ${process.version}; server on one core, load on the other. ${new Date().toISOString().slice(0, 10)}.`;
}

function inserted(text: string, table: string): string {
  const [before, rest = ''] = text.split(begin);
  return `${before}${begin}\n\n${table}\n\n${end}${rest.split(end)[1] ?? ''}`;
}
