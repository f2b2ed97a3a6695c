const mostKinds = 100;
const longest = 400;

/** What a scene has that is shown otherwise than in Godot, or not at all. */
export interface Warnings {
  /** Notes a sentence, without its full stop, and where it applies. The same sentence is counted. */
  readonly add: (sentence: string, where: string) => void;
  /** One line for each sentence, in the order of their first place; at most 101 lines. */
  readonly list: () => readonly string[];
}

/** No warnings yet. */
export function warnings(): Warnings {
  const found = new Map<string, { readonly where: string; count: number }>();
  return {
    add: (sentence, where) => {
      const known = found.get(sentence);
      if (known) known.count += 1;
      else found.set(sentence, { where, count: 1 });
    },
    list: () => {
      const lines = [...found].slice(0, mostKinds).map(([sentence, { where, count }]) => {
        const times = count > 1 ? ` (${count} times, first ${where})` : ` (${where})`;
        return clipped(`${sentence}${times}.`);
      });
      const rest = found.size - lines.length;
      return rest > 0 ? [...lines, `There are ${rest} more kinds of warnings.`] : lines;
    },
  };
}

const clipped = (line: string) => (line.length > longest ? `${line.slice(0, longest - 1)}…` : line);
