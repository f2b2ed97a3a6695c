import type { Cursor } from './cursor.ts';
import type { Value } from './value.ts';

/** How many numbers a constructor takes; packed arrays take any multiple of their size. */
const sizes: Readonly<Record<string, number>> = {
  Vector2: 2,
  Vector2i: 2,
  Vector3: 3,
  Vector3i: 3,
  Vector4: 4,
  Vector4i: 4,
  Rect2: 4,
  Rect2i: 4,
  Plane: 4,
  Quaternion: 4,
  Color: 4,
  AABB: 6,
  Transform2D: 6,
  Basis: 9,
  Transform3D: 12,
  Projection: 16,
};

const packedSizes: Readonly<Record<string, number>> = {
  PackedByteArray: 1,
  PackedInt32Array: 1,
  PackedInt64Array: 1,
  PackedFloat32Array: 1,
  PackedFloat64Array: 1,
  PackedVector2Array: 2,
  PackedVector3Array: 3,
  PackedVector4Array: 4,
  PackedColorArray: 4,
};

/** What means nothing outside a running game. */
const empty = new Set(['Callable', 'Signal', 'RID']);

/** What a constructor with these arguments makes. Throws SceneFault when they do not fit. */
export function construct(from: Cursor, name: string, given: readonly Value[]): Value {
  if (Object.hasOwn(sizes, name)) return numbers(from, name, given, sizes[name] ?? 0);
  if (name === 'PackedByteArray' && typeof given[0] === 'string') return bytes(from, given[0]);
  if (Object.hasOwn(packedSizes, name)) return packed(from, name, given);
  if (empty.has(name)) return null;
  return other(from, name, given);
}

function other(from: Cursor, name: string, given: readonly Value[]): Value {
  const [first] = given;
  switch (name) {
    case 'SubResource':
    case 'ExtResource':
    case 'Resource':
      return { kind: 'reference', to: name, id: idOf(from, name, first) };
    case 'NodePath':
      return { kind: 'path', path: typeof first === 'string' ? first : '' };
    case 'StringName':
    case 'String':
      return typeof first === 'string' ? first : '';
    case 'Array':
    case 'Dictionary':
      return first ?? (name === 'Array' ? [] : { kind: 'dictionary', entries: new Map() });
    case 'PackedStringArray':
      if (given.some((part) => typeof part !== 'string')) from.fail(`${name} must hold texts`);
      return given;
    default:
      return from.fail(`there is no value of type ${name}`);
  }
}

/** Ids are texts since Godot 4; numbers come from files that were converted. */
function idOf(from: Cursor, name: string, id: Value | undefined): string {
  if (typeof id === 'string') return id;
  return typeof id === 'number' ? String(id) : from.fail(`${name} must name what it refers to`);
}

function numbers(from: Cursor, type: string, given: readonly Value[], size: number): Value {
  if (given.length !== size || !given.every((part) => typeof part === 'number'))
    return from.fail(`${type} must have ${size} numbers`);
  return { kind: 'numbers', type, numbers: given };
}

function packed(from: Cursor, type: string, given: readonly Value[]): Value {
  const size = packedSizes[type] ?? 1;
  if (!given.every((part) => typeof part === 'number')) return from.fail(`${type} must hold numbers`);
  if (given.length % size !== 0) return from.fail(`${type} must hold a multiple of ${size} numbers`);
  return { kind: 'numbers', type, numbers: given };
}

function bytes(from: Cursor, base64: string): Value {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) from.fail('PackedByteArray must be base64');
  return { kind: 'numbers', type: 'PackedByteArray', numbers: new Uint8Array(Buffer.from(base64, 'base64')) };
}
