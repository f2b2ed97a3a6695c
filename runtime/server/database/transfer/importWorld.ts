import type { Client } from 'pg';
import { schemaVersion } from '../migrate.ts';
import { columnsOf, type Progress, sequenceName } from './exportWorld.ts';
import { Damaged, type Header, type Table, type TableEnd } from './format.ts';
import { type Part, readWorld } from './readWorld.ts';
import { type WorldTable, worldTables } from './worldTables.ts';

const rowsAtOnce = 500;

/**
 * Puts a world into an empty database that has the newest schema, in one transaction. Throws Damaged when the lines are not all
 * that an export wrote, and a sentence when the database holds a world already; then nothing was changed.
 */
export async function importWorld(
  client: Client,
  lines: AsyncIterable<string>,
  progress: Progress,
): Promise<Header> {
  await client.query(`begin; set local lock_timeout = '5s'`);
  try {
    const header = await take(client, lines, progress);
    await client.query('commit');
    return header;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

async function take(client: Client, lines: AsyncIterable<string>, progress: Progress): Promise<Header> {
  const filling = filler(client, progress);
  let header: Header | undefined;
  for await (const part of readWorld(lines)) {
    if (part.is === 'Header') {
      header = part.header;
      await checkTarget(client, header);
    } else {
      await filling.take(part);
    }
  }
  if (!header) throw new Damaged('The file is empty.');
  return header;
}

async function checkTarget(client: Client, { schema }: Header): Promise<void> {
  if (schema > schemaVersion)
    throw new Error(
      `The file has schema ${schema}, and this release knows ${schemaVersion}: import it with a later release.`,
    );
  await client.query(`lock table ${worldTables.join(', ')} in access exclusive mode`);
  for (const table of worldTables) {
    if (table === 'world') continue;
    const { rows } = await client.query(`select exists (select from ${table}) as is_used`);
    if (rows[0].is_used)
      throw new Error(
        `The database holds a world already: its table ${table} is not empty. Import into a new database, before a runtime uses it.`,
      );
  }
  await client.query('delete from world');
}

function filler(client: Client, progress: Progress) {
  let open: Table | undefined;
  let rows = 0;
  let batch: string[] = [];
  const flush = async (line: number) => {
    if (!open || batch.length === 0) return;
    await insert(client, open, batch).catch((error: Error) => {
      throw new Damaged(`The file is damaged before line ${line}: ${error.message}.`);
    });
    rows += batch.length;
    batch = [];
    progress(open.table, rows);
  };
  const begin = async (table: Table, line: number) => {
    const known = await columnsOf(client, table.table);
    if (!table.columns.every((column) => known.includes(column)))
      throw new Damaged(
        `The file is damaged: ${table.table} has columns that are not known, in line ${line}.`,
      );
    open = table;
    rows = 0;
  };
  const end = async (tableEnd: TableEnd, line: number) => {
    await flush(line);
    await continueIds(client, tableEnd);
  };
  const add = async (row: string, line: number) => {
    batch.push(row);
    if (batch.length === rowsAtOnce) await flush(line);
  };
  return {
    take: async (part: Part) => {
      if (part.is === 'Table') await begin(part.table, part.line);
      if (part.is === 'Row') await add(part.row, part.line);
      if (part.is === 'End') await end(part.end, part.line);
    },
  };
}

async function insert(client: Client, { table, columns }: Table, rows: readonly string[]): Promise<void> {
  const list = columns.join(', ');
  await client.query(
    `insert into ${table} (${list}) overriding system value
     select ${list} from json_populate_recordset(null::${table}, $1::json)`,
    [`[${rows.join(',')}]`],
  );
}

/** New ids go on where those of the exported world ended, so that none is given twice. */
async function continueIds(client: Client, { end, sequence }: TableEnd): Promise<void> {
  const name = sequence && (await sequenceName(client, end as WorldTable));
  if (name)
    await client.query('select setval($1::regclass, $2, $3)', [
      name,
      sequence.last_value,
      sequence.is_called,
    ]);
}
