import { Damaged, type Header } from './format.ts';
import { worldReader } from './readWorld.ts';

/** What a whole file holds. */
export interface Contents {
  readonly header: Header;
  /** Rows of each table. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Takes the lines of an export one after the other. */
export interface ContentsReader {
  /** Throws Damaged when the line cannot follow those before it. */
  readonly take: (text: string) => void;
  /** What all lines held. Throws Damaged unless all were taken. */
  readonly contents: () => Contents;
}

export function contentsReader(): ContentsReader {
  const reader = worldReader();
  const rows: Record<string, number> = {};
  let header: Header | undefined;
  return {
    take: (text) => {
      const part = reader.take(text);
      if (part.is === 'Header') header = part.header;
      if (part.is === 'End') rows[part.end.end] = part.end.rows;
    },
    contents: () => {
      reader.end();
      if (!header) throw new Damaged('The file is empty.');
      return { header, rows };
    },
  };
}

/** Reads a whole file and says what it holds. Throws Damaged unless all of it is there, and unchanged. */
export async function contentsOf(lines: AsyncIterable<string>): Promise<Contents> {
  const reader = contentsReader();
  for await (const text of lines) reader.take(text);
  return reader.contents();
}
