import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { schemaVersion } from '../migrate.ts';
import { line, rowLine, type TableEnd } from './format.ts';
import { type WorldTable, worldTables } from './worldTables.ts';

/** Told how many rows of a table have gone through. */
export type Progress = (table: WorldTable, rows: number) => void;

const rowsAtOnce = 500;

/**
 * The lines of a world as it is at one moment, whatever is written meanwhile. Throws a sentence when there is no world, or one of
 * a later release, whose tables we do not know.
 */
export async function* exportWorld(client: Client, progress: Progress): AsyncGenerator<string> {
  await client.query(`begin isolation level repeatable read read only; set local timezone = 'UTC'`);
  const sum = createHash('sha256');
  for await (const text of content(client, progress)) {
    sum.update(text);
    yield text;
  }
  yield line({ sha256: sum.digest('hex') });
  await client.query('commit');
}

async function* content(client: Client, progress: Progress): AsyncGenerator<string> {
  const schema = await schemaOf(client);
  const { rows } = await client.query<{ readonly id: string }>('select id from world');
  const [world] = rows;
  if (!world) throw new Error('There is no world in this database.');
  const exported_at = new Date().toISOString();
  yield line({ format: 'spacetime-world', version: 1, schema, world: world.id, exported_at });
  for (const table of worldTables) yield* tableOf(client, table, progress);
}

/** How many steps the schema has taken. */
async function schemaOf(client: Client): Promise<number> {
  const { rows: found } = await client.query(`select to_regclass('kysely_migration') as table`);
  if (!found[0]?.table) throw new Error('There is no world in this database.');
  const { rows } = await client.query<{ readonly steps: number }>(
    'select count(*)::int as steps from kysely_migration',
  );
  const steps = rows[0]?.steps ?? 0;
  if (steps > schemaVersion)
    throw new Error(
      `The world has schema ${steps}, and this release knows ${schemaVersion}: export it with the release that runs it.`,
    );
  return steps;
}

async function* tableOf(client: Client, table: WorldTable, progress: Progress): AsyncGenerator<string> {
  const columns = await columnsOf(client, table);
  if (columns.length === 0) return;
  yield line({ table, columns });
  await client.query(
    `declare of_world no scroll cursor for select row_to_json(t)::text as row from ${table} t`,
  );
  let rows = 0;
  for (;;) {
    const fetched = await client.query<{ readonly row: string }>(`fetch ${rowsAtOnce} from of_world`);
    if (fetched.rows.length === 0) break;
    rows += fetched.rows.length;
    yield fetched.rows.map(({ row }) => rowLine(row)).join('');
    progress(table, rows);
  }
  await client.query('close of_world');
  yield line({ end: table, rows, sequence: await sequenceOf(client, table) });
}

/** The columns of a table in their order; none when the world does not have the table. */
export async function columnsOf(client: Client, table: WorldTable): Promise<string[]> {
  const { rows } = await client.query<{ readonly column_name: string }>(
    `select column_name from information_schema.columns
     where table_schema = current_schema() and table_name = $1 order by ordinal_position`,
    [table],
  );
  return rows.map(({ column_name }) => column_name);
}

/** The sequence that gives a table its ids, quoted; nothing when it has none. */
export async function sequenceName(client: Client, table: WorldTable): Promise<string | undefined> {
  if (!(await columnsOf(client, table)).includes('id')) return undefined;
  const { rows } = await client.query<{ readonly name: string | null }>(
    `select pg_get_serial_sequence($1, 'id') as name`,
    [table],
  );
  return rows[0]?.name ?? undefined;
}

// Read after the rows: a sequence is of no moment, and must not be behind them.
async function sequenceOf(client: Client, table: WorldTable): Promise<TableEnd['sequence']> {
  const name = await sequenceName(client, table);
  if (name === undefined) return null;
  const { rows } = await client.query(`select last_value::text, is_called from ${name}`);
  return rows[0] ?? null;
}
