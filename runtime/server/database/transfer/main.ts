import { pino } from 'pino';
import { type Config, readConfig } from '../../config.ts';
import { command, help, type Order, orderIn } from './arguments.ts';
import { backupInto } from './backupFolder.ts';
import { contentsOf } from './contents.ts';
import { readLines } from './files.ts';
import { importedWords } from './format.ts';
import { exportTo, importFrom, type Moving } from './transfer.ts';
import type { WorldTable } from './worldTables.ts';

const exitCodes = { failed: 1, misused: 2 } as const;
const careful = 'The file holds its secrets: keep it as you keep passwords.';

try {
  const order = read(process.argv.slice(2));
  if (order) await carryOut(order);
  else process.stdout.write(help);
} catch (error) {
  end(error as Error, exitCodes.failed);
}

function read(given: readonly string[]): Order | undefined {
  try {
    return orderIn(given);
  } catch (error) {
    return end(new Error(`${(error as Error).message} ${command} --help says more.`), exitCodes.misused);
  }
}

async function carryOut({ action, file, database, dataDirectory, keep }: Order): Promise<void> {
  const config = readConfig(process.env);
  const moving = {
    config: placed(config, database, dataDirectory),
    file,
    log: pino({ level: 'warn' }, pino.destination(2)),
    progress: (table: WorldTable, rows: number) => say(`${table}: ${rows} rows`),
  };
  await { export: exported, import: imported, check: checked, backup: backedUp }[action](moving, keep);
}

async function exported(moving: Moving): Promise<void> {
  await exportTo(moving);
  say(`The world is in ${moving.file}. ${careful}`);
}

async function imported(moving: Moving): Promise<void> {
  say(importedWords(await importFrom(moving)));
}

async function checked({ file }: Moving): Promise<void> {
  const { header, rows } = await contentsOf(readLines(file));
  say(`${file} is whole: world ${header.world} as it was at ${header.exported_at}, schema ${header.schema}.`);
  for (const [table, count] of Object.entries(rows)) say(`${table}: ${count} rows`);
}

async function backedUp(moving: Moving, keep: number): Promise<void> {
  const { file, removed } = await backupInto(moving, keep, new Date());
  say(`The world is in ${file}. ${careful}`);
  if (removed.length > 0) say(`Removed, as ${keep} are kept: ${removed.join(', ')}.`);
}

function placed(config: Config, database: string | undefined, data: string | undefined): Config {
  // A folder that is named means the embedded database in it, whatever the environment says.
  if (database === undefined && data !== undefined)
    return { ...config, databaseUrl: undefined, directories: { ...config.directories, data, database: '' } };
  return { ...config, databaseUrl: database ?? config.databaseUrl };
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function end(error: Error, code: number): never {
  say(error.message || String((error as { code?: unknown }).code));
  process.exit(code);
}
