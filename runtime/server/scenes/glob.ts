/** What a glob is read as: a character that must be there, or any run of characters, with slashes or without. */
type Piece = { readonly one: string } | { readonly any: 'part' | 'path' };

/**
 * A test for paths: `*` stands for anything within one part of the path, `**` for anything at all. Takes time in proportion to
 * both lengths, whatever the pattern is.
 */
export function glob(pattern: string): (path: string) => boolean {
  const pieces = read(pattern);
  return (path) => {
    let reached = skipped(pieces, [0]);
    for (const character of path)
      reached = skipped(
        pieces,
        reached.flatMap((at) => after(pieces, at, character)),
      );
    return reached.includes(pieces.length);
  };
}

const read = (pattern: string): Piece[] =>
  (pattern.match(/\*\*+|[\s\S]/gu) ?? []).map((text) => {
    if (text === '*') return { any: 'part' };
    return text.startsWith('**') ? { any: 'path' } : { one: text };
  });

/** A run of characters may be empty: what follows it is reached too. */
function skipped(pieces: readonly Piece[], places: readonly number[]): number[] {
  const reached = new Set(places);
  for (const at of reached) {
    const piece = pieces[at];
    if (piece && 'any' in piece) reached.add(at + 1);
  }
  return [...reached];
}

/** Where one more character leads from a place in the pattern. */
function after(pieces: readonly Piece[], at: number, character: string): number[] {
  const piece = pieces[at];
  if (!piece) return [];
  if ('one' in piece) return piece.one === character ? [at + 1] : [];
  return piece.any === 'path' || character !== '/' ? [at] : [];
}
