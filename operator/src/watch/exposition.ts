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
    const [, name, labels, value] = line.exec(text) ?? [];
    if (name === undefined || !names.has(name)) return [];
    return [{ name, labels: labelsOf(labels ?? ''), value: numberOf(value ?? '') }];
  });
}

const labelsOf = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(label)].map(([, key, value]) => [key, unescaped(value ?? '')]));

const unescaped = (value: string): string =>
  value.replace(/\\(.)/g, (_, next: string) => (next === 'n' ? '\n' : next));

const numberOf = (text: string): number =>
  text === '+Inf' ? Number.POSITIVE_INFINITY : text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
