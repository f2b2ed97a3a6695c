import { limits } from '../sceneFault.ts';
import { construct } from './construct.ts';
import type { Cursor } from './cursor.ts';
import { kindOf, type Value } from './value.ts';

const word = /[A-Za-z_]\w*/y;
const number = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const mark = /[&@^]/y;
const hexColor = /#[0-9A-Fa-f]{3,8}/y;

const words: Readonly<Record<string, Value>> = {
  true: true,
  false: false,
  null: null,
  nil: null,
  inf: Number.POSITIVE_INFINITY,
  inf_neg: Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
};

/**
 * Reads one value of the grammar of Godot's text files (engine_details/file_formats/tscn in its manual). Throws SceneFault
 * when there is none, when values nest deeper than 64, and for `Object(…)`, which could be anything.
 */
export function readValue(from: Cursor, depth = 0): Value {
  if (depth > limits.nesting) return from.fail(`values are nested deeper than ${limits.nesting}`);
  switch (from.peek()) {
    case '"':
      return from.quoted();
    case '[':
      return readArray(from, depth);
    case '{':
      return readDictionary(from, depth);
    case '#':
      return readHexColor(from);
    case '&':
    case '@':
    case '^':
      return readMarked(from);
    default:
      return readNumber(from) ?? readWord(from, depth);
  }
}

/** A name `&"…"` (`@"…"` in older files) or a path `^"…"`. */
function readMarked(from: Cursor): Value {
  const found = from.match(mark);
  const text = from.quoted();
  return found === '^' ? { kind: 'path', path: text } : text;
}

function readNumber(from: Cursor): number | undefined {
  const found = from.match(number);
  if (found !== undefined) return Number(found);
  return from.match(/-inf\b/y) ? Number.NEGATIVE_INFINITY : undefined;
}

function readHexColor(from: Cursor): Value {
  const digits = from.match(hexColor)?.slice(1) ?? '';
  const short = digits.length < 6;
  const parts = digits.match(short ? /./g : /../g) ?? [];
  if (![3, 4, 6, 8].includes(digits.length)) from.fail('a colour must have 3, 4, 6 or 8 digits');
  const [r = 0, g = 0, b = 0, a = 1] = parts.map(
    (part) => Number.parseInt(short ? part + part : part, 16) / 255,
  );
  return { kind: 'numbers', type: 'Color', numbers: [r, g, b, a] };
}

function readArray(from: Cursor, depth: number): Value[] {
  from.expect('[');
  return readList(from, ']', depth);
}

/** The values up to a bracket, which is skipped. A comma before it is allowed. */
function readList(from: Cursor, end: ']' | ')', depth: number): Value[] {
  const found: Value[] = [];
  while (!from.skip(end)) {
    found.push(readValue(from, depth + 1));
    from.count(1);
    if (from.skip(',')) continue;
    from.expect(end);
    break;
  }
  return found;
}

function readDictionary(from: Cursor, depth: number): Value {
  from.expect('{');
  const entries = new Map<string, Value>();
  while (!from.skip('}')) {
    const key = readValue(from, depth + 1);
    from.expect(':');
    entries.set(keyText(key), readValue(from, depth + 1));
    from.count(1);
    if (from.skip(',')) continue;
    from.expect('}');
    break;
  }
  return { kind: 'dictionary', entries };
}

/** The text that a key is kept by. */
function keyText(key: Value): string {
  if (typeof key === 'string') return key;
  return kindOf(key) === 'path' ? (key as { path: string }).path : JSON.stringify(key);
}

function readWord(from: Cursor, depth: number): Value {
  const name = from.match(word);
  if (name === undefined) return from.fail(`a value is missing${seen(from)}`);
  if (name === 'Object') return from.fail('Object(…) is not accepted in a scene');
  if (from.peek() === '[' && (name === 'Array' || name === 'Dictionary')) skipElementTypes(from, depth);
  if (from.skip('(')) return construct(from, name, readPlainNumbers(from) ?? readList(from, ')', depth));
  const known = Object.hasOwn(words, name) ? words[name] : undefined;
  return known === undefined ? from.fail(`"${name}" is no value`) : known;
}

const plainNumbers = /[-+\d.,eE\s]+\)/y;

/** Numbers up to a bracket in one go: most of a large scene is meshes, and one by one takes four times as long. */
function readPlainNumbers(from: Cursor): number[] | undefined {
  const found = from.match(plainNumbers)?.slice(0, -1);
  if (found === undefined) return undefined;
  const parts = found.replace(/,\s*$/, '').split(',');
  const read = parts.map((part) => (/\S/.test(part) ? Number(part) : Number.NaN));
  if (read.some(Number.isNaN)) from.fail('a number is not written as one');
  from.count(read.length);
  return read;
}

const seen = (from: Cursor): string => (from.peek() ? ` before "${from.peek()}"` : '');

/** The types of elements, as in `Array[NodePath]` or `Dictionary[int, ExtResource("1")]`: they change nothing. */
function skipElementTypes(from: Cursor, depth: number): void {
  from.expect('[');
  do {
    const name = from.match(word);
    if (name === undefined) from.fail('the type of the elements is missing');
    if (from.skip('(')) readList(from, ')', depth);
  } while (from.skip(','));
  from.expect(']');
}
