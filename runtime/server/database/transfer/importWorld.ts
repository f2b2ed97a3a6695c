import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { schemaVersion } from '../migrate.ts';
import { columnsOf, type Progress, sequenceName } from './exportWorld.ts';
import {
  Damaged,
  type Header,
  headerIn,
  markIn,
  rowIn,
  type Sum,
  type Table,
  type TableEnd,
} from './format.ts';
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
  const sum = createHash('sha256');
  const filling = filler(client, progress);
  let header: Header | undefined;
  let number = 0;
  let complete = false;
  for await (const text of lines) {
    number += 1;
    if (complete) throw new Damaged(`The file goes on after its end, in line ${number}.`);
    if (!header) {
      header = headerIn(text);
      await checkTarget(client, header);
    } else {
      complete = await filling.take(text, { number, digest: () => sum.copy().digest('hex') });
    }
    sum.update(`${text}\n`);
  }
  if (!header) throw new Damaged('The file is empty.');
  if (!complete) throw new Damaged(`The file ends in the middle, after line ${number}.`);
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

interface Position {
  readonly number: number;
  /** The sum of all lines before this one. */
  readonly digest: () => string;
}

interface Filler {
  /** Takes a line after the first; true when it was the last. */
  readonly take: (text: string, position: Position) => Promise<boolean>;
}

function filler(client: Client, progress: Progress): Filler {
  let open: Table | undefined;
  let rows = 0;
  let batch: string[] = [];
  const flush = async (number: number) => {
    if (!open || batch.length === 0) return;
    await insert(client, open, batch).catch((error: Error) => {
      throw new Damaged(`The file is damaged before line ${number}: ${error.message}.`);
    });
    batch = [];
    progress(open.table, rows);
  };
  const end = async (mark: TableEnd, number: number) => {
    await flush(number);
    if (mark.end !== open?.table || mark.rows !== rows)
      throw new Damaged(`The file is damaged: the rows of ${mark.end} are not all there, in line ${number}.`);
    await continueIds(client, mark);
    open = undefined;
  };
  const begin = async (mark: Table, number: number) => {
    if (open) throw new Damaged(`The file is damaged: ${open.table} has no end, in line ${number}.`);
    const known = await columnsOf(client, mark.table);
    if (!mark.columns.every((column) => known.includes(column)))
      throw new Damaged(
        `The file is damaged: ${mark.table} has columns that are not known, in line ${number}.`,
      );
    open = mark;
    rows = 0;
  };
  const check = (mark: Sum, digest: () => string) => {
    if (open || mark.sha256 !== digest())
      throw new Damaged('The file is damaged: its sum is not that of its lines.');
  };
  const add = async (row: string, number: number) => {
    rows += 1;
    batch.push(row);
    if (batch.length === rowsAtOnce) await flush(number);
  };
  return {
    take: async (text, { number, digest }) => {
      const row = open && rowIn(text);
      if (row !== undefined) return add(row, number).then(() => false);
      const mark = markIn(text, number);
      if ('table' in mark) await begin(mark, number);
      else if ('end' in mark) await end(mark, number);
      else check(mark, digest);
      return 'sha256' in mark;
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
