import * as z from 'zod';
import { json } from '../../json.ts';
import { worldTables } from './worldTables.ts';

// A world as lines of JSON: what it is; for each table its name and columns, its rows, and its end; at last the sum of all lines
// before, which a file that was cut off does not have.

const name = z.string().regex(/^[a-z_]+$/);

const Header = z.strictObject({
  format: z.literal('spacetime-world'),
  version: z.literal(1),
  schema: z.int().min(1),
  world: z.uuid(),
  exported_at: z.iso.datetime(),
});
export type Header = z.infer<typeof Header>;

const Table = z.strictObject({ table: z.enum(worldTables), columns: z.array(name).min(1) });
const TableEnd = z.strictObject({
  end: z.enum(worldTables),
  rows: z.int().min(0),
  /** What the table's next id follows; null when it has no ids. */
  sequence: z.strictObject({ last_value: z.string().regex(/^\d+$/), is_called: z.boolean() }).nullable(),
});
const Sum = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** A line that is no row. */
const Mark = z.union([Table, TableEnd, Sum]);
export type Table = z.infer<typeof Table>;
export type TableEnd = z.infer<typeof TableEnd>;
export type Sum = z.infer<typeof Sum>;

/** A line for anything but a row. */
export const line = (mark: Header | Table | TableEnd | Sum): string => `${JSON.stringify(mark)}\n`;

const rowStart = '{"row":';

/** A line for a row, whose JSON is never read by us: its numbers may be larger than ours. */
export const rowLine = (json: string): string => `${rowStart}${json}}\n`;

/** The row in a line, or nothing when the line is something else. */
export const rowIn = (text: string): string | undefined =>
  text.startsWith(rowStart) && text.endsWith('}') ? text.slice(rowStart.length, -1) : undefined;

/** The last words of an import: whoever has not heard them cannot know that it was done. */
export const importedWords = (world: string): string => `World ${world} is in the database.`;

/** The file is not what an export writes. The message is one sentence. */
export class Damaged extends Error {
  override name = 'Damaged';
}

/** Reads the first line. Throws Damaged when it is none of ours. */
export function headerIn(text: string | undefined): Header {
  const parsed = Header.safeParse(json(text ?? ''));
  if (parsed.success) return parsed.data;
  throw new Damaged('The file is no exported world: its first line does not say so.');
}

/** Reads a line that is no row. Throws Damaged. */
export function markIn(text: string, number: number): Table | TableEnd | Sum {
  const parsed = Mark.safeParse(json(text));
  if (parsed.success) return parsed.data;
  throw new Damaged(`The file is damaged in line ${number}.`);
}
