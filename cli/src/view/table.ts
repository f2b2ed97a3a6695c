import type { Color, Paint } from './paint.ts';

/** A text, a text with a colour, or a number that stands to the right. */
export type Cell = string | { readonly text: string; readonly color?: Color; readonly right?: boolean };

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);

/** Lines whose columns stand below one another, two blanks apart. */
function table(rows: readonly (readonly Cell[])[], paint: Paint): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => textOf(row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => drawn(cell, widths[column] ?? 0, paint))
      .join('  ')
      .trimEnd(),
  );
}

/** The same, with a dim line of headings on top; a heading stands over its column as the column stands. */
export function tableWith(
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  paint: Paint,
): string[] {
  const heading = headings.map((text, column): Cell => {
    const below = rows[0]?.[column];
    return { text, color: 'dim', right: typeof below === 'object' && below.right === true };
  });
  return table([heading, ...rows], paint);
}

function drawn(cell: Cell, width: number, paint: Paint): string {
  if (typeof cell === 'string') return cell.padEnd(width);
  const room = ' '.repeat(width - cell.text.length);
  const text = paint(cell.color ?? 'plain', cell.text);
  return cell.right ? room + text : text + room;
}
