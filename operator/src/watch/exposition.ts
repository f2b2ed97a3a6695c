/** One line of the Prometheus text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads the samples of a page; comments, names that are not asked for and lines that do not fit are passed over. */
export type ReadExposition = (page: string) => readonly Sample[];

/** What stands before the value of a line, the space included, and what it says if anybody asks for it. */
interface Head {
  readonly text: string;
  readonly series: Pick<Sample, 'name' | 'labels'> | undefined;
  /** The head of the line that followed when this one was last read. */
  next: Head | undefined;
}

const pattern = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? $/;
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g;
const timestamp = /^-?\d+$/;

/** Heads that are remembered, and their length: those of some hundred revisions of the runtime. */
const mostHeads = 20_000;
const longestHead = 500;

/**
 * A reader for pages that are almost the same again and again: it remembers what stands before the values and what follows what, so
 * that of a line that it has seen only the value is read.
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function expositionReader(names: ReadonlySet<string>): ReadExposition {
  const known = new Map<string, Head>();

  function learn(seen: string): Head {
    const text = copied(seen);
    const [, name, labels = ''] = pattern.exec(text) ?? [];
    const series = name !== undefined && names.has(name) ? { name, labels: labelsOf(labels) } : undefined;
    const head = { text, series, next: undefined };
    if (known.size >= mostHeads) known.clear();
    if (text.length <= longestHead) known.set(text, head);
    return head;
  }

  return (page) => {
    const samples: Sample[] = [];
    let before: Head = { text: '', series: undefined, next: undefined };
    for (let at = 0, end = 0; at < page.length; at = end + 1) {
      end = endOfLine(page, at);
      const head = headAt(page, at, end, before);
      if (!head) continue;
      before = head;
      if (head.series) samples.push(...sampleOf(head.series, page.slice(at + head.text.length, end)));
    }
    return samples;
  };

  function headAt(page: string, at: number, end: number, before: Head): Head | undefined {
    if (page[at] === '#') return undefined;
    const { next } = before;
    if (next && page.startsWith(next.text, at)) return next;
    const text = headIn(page.slice(at, end));
    if (text === undefined) return undefined;
    const head = known.get(text) ?? learn(text);
    before.next = head;
    return head;
  }
}

function endOfLine(page: string, at: number): number {
  const end = page.indexOf('\n', at);
  return end < 0 ? page.length : end;
}

/** What stands before the value; undefined where nothing can. */
function headIn(line: string): string | undefined {
  const space = line.indexOf(' ');
  const brace = line.indexOf('{');
  if (brace < 0 || (space >= 0 && space < brace)) return space < 0 ? undefined : line.slice(0, space + 1);
  const close = line.lastIndexOf('} ');
  return close < 0 ? undefined : line.slice(0, close + 2);
}

/** The text without the page that it was cut from, which it would keep in memory. */
const copied = (text: string): string => Buffer.from(text).toString();

function labelsOf(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const [, key = '', value = ''] of text.matchAll(label)) labels[key] = unescaped(value);
  return labels;
}

const unescaped = (value: string): string =>
  value.includes('\\') ? value.replace(/\\(.)/g, (_, next: string) => (next === 'n' ? '\n' : next)) : value;

/** The sample with this text after its head, which is a value that a time stamp may follow; none where it is not. */
function sampleOf({ name, labels }: Pick<Sample, 'name' | 'labels'>, text: string): readonly Sample[] {
  const space = text.indexOf(' ');
  const value = space < 0 ? text : text.slice(0, space);
  const fits = value !== '' && (space < 0 || timestamp.test(text.slice(space + 1)));
  return fits ? [{ name, labels, value: numberOf(value) }] : [];
}

const numberOf = (text: string): number =>
  text === '+Inf' ? Number.POSITIVE_INFINITY : text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
