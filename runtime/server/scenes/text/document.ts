import { limits, SceneFault } from '../sceneFault.ts';
import { type Cursor, cursor } from './cursor.ts';
import { readValue } from './readValue.ts';
import type { Value } from './value.ts';

type Values = ReadonlyMap<string, Value>;

/** A part of a text file: what stands in its brackets, and the properties below. */
export interface Section {
  readonly tag: string;
  readonly attributes: Values;
  readonly properties: Values;
}

/** A Godot 4 text file: a scene (`.tscn`) or a resource (`.tres`). */
export interface TextDocument {
  readonly kind: 'scene' | 'resource';
  /** The class of a resource, such as StandardMaterial3D; empty for scenes. */
  readonly type: string;
  /** The files that it refers to, by their id. */
  readonly files: ReadonlyMap<string, { readonly type: string; readonly path: string }>;
  /** The resources in it, by their id. */
  readonly resources: ReadonlyMap<string, Section>;
  /** The main resource of a resource file. */
  readonly resource: Section | undefined;
  readonly nodes: readonly Section[];
  /** How many signals it connects. */
  readonly connections: number;
  /** Paths of instances whose children are written here too. */
  readonly editable: readonly string[];
}

const tagName = /[A-Za-z_]\w*/y;
const attributeName = /[\w/:.-]+/y;
const propertyName = /[^\s="[\];][^\s="]*/y;

/**
 * Reads a Godot 4 text file. Throws SceneFault, with the line where there is one, when it is none, when it is of Godot 3, or
 * when it holds more than `limits` say.
 */
export function readDocument(text: string): TextDocument {
  const from = cursor(text.replace(/^\uFEFF/, ''));
  const head = from.peek() === '[' ? readSection(from) : undefined;
  const kind = head && kinds[head.tag];
  if (!head || !kind) throw new SceneFault('is not a Godot 4 text scene');
  checkFormat(head, kind);
  const sections: Section[] = [];
  while (from.peek() !== '') sections.push(readSection(from));
  return document(kind, head, sections);
}

const kinds: Readonly<Record<string, TextDocument['kind']>> = { gd_scene: 'scene', gd_resource: 'resource' };

function checkFormat({ attributes }: Section, kind: TextDocument['kind']): void {
  const format = attributes.get('format');
  if (format === 3 || format === 4) return;
  // Resources have hardly changed since, and Godot 4 reads those of format 2 too.
  if (format === 2 && kind === 'resource') return;
  if (typeof format === 'number' && format < 3)
    throw new SceneFault(
      `is written in format ${format} of Godot 3; open the project in Godot 4 and save it again`,
    );
  throw new SceneFault('has an unknown format; formats 3 and 4 of Godot 4 are known here');
}

function document(kind: TextDocument['kind'], head: Section, sections: readonly Section[]): TextDocument {
  const tagged = (tag: string) => sections.filter((section) => section.tag === tag);
  const nodes = tagged('node');
  if (kind === 'scene' && nodes.length === 0) throw new SceneFault('has no nodes');
  if (nodes.length > limits.nodes) throw new SceneFault(`has more than ${limits.nodes} nodes`);
  return {
    kind,
    type: textOf(head, 'type'),
    files: new Map(
      tagged('ext_resource').map((section) => [
        textOf(section, 'id'),
        { type: textOf(section, 'type'), path: textOf(section, 'path') },
      ]),
    ),
    resources: new Map(tagged('sub_resource').map((section) => [textOf(section, 'id'), section])),
    resource: tagged('resource')[0],
    nodes,
    connections: tagged('connection').length,
    editable: tagged('editable').map((section) => textOf(section, 'path')),
  };
}

/** An attribute as text; empty when it is not there. */
export function textOf({ attributes }: Pick<Section, 'attributes'>, name: string): string {
  const value = attributes.get(name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function readSection(from: Cursor): Section {
  from.expect('[');
  const tag = from.match(tagName) ?? from.fail('the name of a section is missing');
  const attributes = new Map<string, Value>();
  while (!from.skip(']')) {
    const name = from.match(attributeName) ?? from.fail(`"]" is missing after ${tag}`);
    from.expect('=');
    attributes.set(name, readValue(from));
  }
  return { tag, attributes, properties: readProperties(from) };
}

function readProperties(from: Cursor): Values {
  const properties = new Map<string, Value>();
  for (let next = from.peek(); next !== '' && next !== '['; next = from.peek()) {
    const name = next === '"' ? from.quoted() : from.match(propertyName);
    if (name === undefined) from.fail(`"${next}" cannot start a property`);
    else if (!from.skip('=')) from.fail(`"=" is missing after ${name.slice(0, 100)}`);
    else properties.set(name, readValue(from));
  }
  return properties;
}
