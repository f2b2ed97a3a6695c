import { createHash } from 'node:crypto';
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

/** A piece of an exported world, with the number of its line. */
export type Part = { readonly line: number } & (
  | { readonly is: 'Header'; readonly header: Header }
  | { readonly is: 'Table'; readonly table: Table }
  /** JSON, which is not read: its numbers may be larger than ours. */
  | { readonly is: 'Row'; readonly row: string }
  | { readonly is: 'End'; readonly end: TableEnd }
  /** All lines before this one are there, and unchanged. */
  | { readonly is: 'Whole' }
);

/** Takes the lines of an export one after the other. */
export interface WorldReader {
  /** Throws Damaged when the line cannot follow those before it. */
  readonly take: (text: string) => Part;
  /** Throws Damaged unless all lines were taken. */
  readonly end: () => void;
}

/**
 * Reads what an export wrote, part by part. It ends only when all of it was there, and unchanged; else it throws Damaged, which may
 * be after any part: whoever acts on parts has to be able to undo that.
 */
export async function* readWorld(lines: AsyncIterable<string>): AsyncGenerator<Part> {
  const reader = worldReader();
  for await (const text of lines) yield reader.take(text);
  reader.end();
}

/** For those who have something else to do with each line too. */
export function worldReader(): WorldReader {
  const sum = createHash('sha256');
  let line = 0;
  let open: Table | undefined;
  let rows = 0;
  let isWhole = false;

  const begin = (table: Table): Part => {
    if (open) throw new Damaged(`The file is damaged: ${open.table} has no end, in line ${line}.`);
    open = table;
    rows = 0;
    return { is: 'Table', table, line };
  };
  const finish = (end: TableEnd): Part => {
    if (end.end !== open?.table || end.rows !== rows)
      throw new Damaged(`The file is damaged: the rows of ${end.end} are not all there, in line ${line}.`);
    open = undefined;
    return { is: 'End', end, line };
  };
  const close = ({ sha256 }: Sum): Part => {
    if (open || sha256 !== sum.copy().digest('hex'))
      throw new Damaged('The file is damaged: its sum is not that of its lines.');
    isWhole = true;
    return { is: 'Whole', line };
  };
  const read = (text: string): Part => {
    if (line === 1) return { is: 'Header', header: headerIn(text), line };
    const row = open && rowIn(text);
    if (row !== undefined) {
      rows += 1;
      return { is: 'Row', row, line };
    }
    const mark = markIn(text, line);
    if ('table' in mark) return begin(mark);
    return 'end' in mark ? finish(mark) : close(mark);
  };

  return {
    take: (text) => {
      line += 1;
      if (isWhole) throw new Damaged(`The file goes on after its end, in line ${line}.`);
      const part = read(text);
      sum.update(`${text}\n`);
      return part;
    },
    end: () => {
      if (line === 0) throw new Damaged('The file is empty.');
      if (!isWhole) throw new Damaged(`The file ends in the middle, after line ${line}.`);
    },
  };
}
