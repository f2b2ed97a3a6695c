/** A section of a Godot text scene: its tag, the attributes in the brackets and the properties below, values as written. */
export interface Section {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly properties: ReadonlyMap<string, string>;
}

const header = /^\[(gd_scene|ext_resource|sub_resource|node|connection|editable)\b(.*)\]\s*$/;
const attribute = /(\w+)\s*=\s*("(?:[^"\\]|\\.)*"|\w+\("[^"]*"\)|[^\s\]]+)/g;
const property = /^([\w/]+)\s*=\s*(.*)$/;

const unquoted = (value: string) => (/^".*"$/s.test(value) ? value.slice(1, -1) : value);

/** Splits a Godot 4 text scene into its sections. Throws when the text is not one; values over many lines are left out. */
export function sections(text: string): Section[] {
  const found: Open[] = [];
  for (const line of text.split(/\r?\n/)) {
    const opened = open(line);
    if (opened) found.push(opened);
    else found.at(-1)?.properties.set(...written(line));
  }
  if (!isGodot4(found[0])) throw new Error('is not a Godot 4 text scene');
  return found;
}

type Open = { tag: string; attributes: Map<string, string>; properties: Map<string, string> };

function open(line: string): Open | undefined {
  const [, tag, rest = ''] = header.exec(line) ?? [];
  if (!tag) return undefined;
  const pairs = [...rest.matchAll(attribute)];
  const attributes = new Map(pairs.map(([, name = '', value = '']) => [name, unquoted(value)]));
  return { tag, attributes, properties: new Map() };
}

function written(line: string): [name: string, value: string] {
  const [, name = '', value = ''] = property.exec(line) ?? [];
  return [name, value.trim()];
}

const isGodot4 = (first: Section | undefined) =>
  first?.tag === 'gd_scene' && ['3', '4'].includes(first.attributes.get('format') ?? '');
