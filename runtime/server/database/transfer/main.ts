import { pino } from 'pino';
import { type Config, readConfig } from '../../config.ts';
import { help, type Order, orderIn } from './arguments.ts';
import { exportTo, importFrom } from './transfer.ts';
import type { WorldTable } from './worldTables.ts';

const exitCodes = { failed: 1, misused: 2 } as const;

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
    return end(
      new Error(`${(error as Error).message} npm run --silent db -- --help says more.`),
      exitCodes.misused,
    );
  }
}

async function carryOut({ action, file, database, dataDirectory }: Order): Promise<void> {
  const config = readConfig(process.env);
  const moving = {
    config: placed(config, database, dataDirectory),
    file,
    log: pino({ level: 'warn' }, pino.destination(2)),
    progress: (table: WorldTable, rows: number) => say(`${table}: ${rows} rows`),
  };
  if (action === 'export') {
    await exportTo(moving);
    say(`The world is in ${file}. The file holds its secrets: keep it as you keep passwords.`);
  } else {
    say(`World ${await importFrom(moving)} is in the database.`);
  }
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
