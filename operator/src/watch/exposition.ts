/** One line of the Prometheus text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const line = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? ([^ ]+)(?: -?\d+)?$/;
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g;

/**
 * The samples of the given names in a page of metrics; comments, other names and lines that do not fit are passed over.
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function parseExposition(page: string, names: ReadonlySet<string>): readonly Sample[] {
  return page.split('\n').flatMap((text) => {
    // Most lines are of names that nobody asks for, and a comparison costs far less than a match.
    const [, name, labels = '', value = ''] = names.has(nameIn(text)) ? (line.exec(text) ?? []) : [];
    return name === undefined ? [] : [{ name, labels: labelsOf(labels), value: numberOf(value) }];
  });
}

/** What stands before the labels, or before the value where there are none. */
function nameIn(text: string): string {
  const brace = text.indexOf('{');
  return text.slice(0, brace < 0 ? text.indexOf(' ') : brace);
}

function labelsOf(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const [, key = '', value = ''] of text.matchAll(label)) labels[key] = unescaped(value);
  return labels;
}

const unescaped = (value: string): string =>
  value.includes('\\') ? value.replace(/\\(.)/g, (_, next: string) => (next === 'n' ? '\n' : next)) : value;

const numberOf = (text: string): number =>
  text === '+Inf' ? Number.POSITIVE_INFINITY : text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
