import type { Vector } from '../read.ts';
import { type Lookup, list, path, text } from '../read.ts';
import { type Dictionary, kindOf, type Numbers, type Value } from '../text/value.ts';
import { eulerYXZ, normalized, type Quaternion } from './affine.ts';

/** What one track moves: the part of a node, at these times (seconds), to these values one after the other. */
export interface Track {
  readonly path: string;
  readonly part: 'translation' | 'rotation' | 'scale';
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly stepped: boolean;
}

interface Key {
  readonly time: number;
  readonly value: readonly number[];
}

const parts = { position_3d: 'translation', rotation_3d: 'rotation', scale_3d: 'scale' } as const;
const radians = Math.PI / 180;

/** How a property of a node becomes what glTF moves. */
const properties: Readonly<
  Record<
    string,
    { readonly part: Track['part']; readonly convert: (value: readonly number[]) => readonly number[] }
  >
> = {
  position: { part: 'translation', convert: (value) => value },
  scale: { part: 'scale', convert: (value) => value },
  quaternion: { part: 'rotation', convert: (value) => normalized(value as unknown as Quaternion) },
  rotation: { part: 'rotation', convert: (value) => eulerYXZ(value as unknown as Vector) },
  rotation_degrees: {
    part: 'rotation',
    convert: (value) => eulerYXZ(value.map((angle) => angle * radians) as unknown as Vector),
  },
};

/** Reads track `n` of an Animation; nothing when it moves something that glTF cannot, or has no keys. */
export function track(from: Lookup, n: number): Track | undefined {
  const at = (name: string) => `tracks/${n}/${name}`;
  const type = text(from, at('type'));
  const [target = '', property = ''] = split(path(from, at('path'), ''));
  const stepped = from(at('interp')) === 0;
  if (type in parts) {
    const part = parts[type as keyof typeof parts];
    const bone = property ? `${target}/${property}` : target;
    return finished(
      { path: bone, part, stepped },
      packedKeys(list(from, at('keys')), part === 'rotation' ? 4 : 3),
    );
  }
  const known = type === 'value' && Object.hasOwn(properties, property) ? properties[property] : undefined;
  if (!known) return undefined;
  const keys = valueKeys(from(at('keys'))).map(({ time, value }) => ({ time, value: known.convert(value) }));
  return finished({ path: target, part: known.part, stepped }, keys);
}

function split(written: string): [target: string, property: string] {
  const colon = written.indexOf(':');
  return colon < 0 ? [written, ''] : [written.slice(0, colon), written.slice(colon + 1)];
}

/** Time, transition and value of each key. */
function packedKeys(numbers: readonly number[], size: number): Key[] {
  const stride = size + 2;
  return Array.from({ length: Math.floor(numbers.length / stride) }, (_, n) => {
    const value = numbers.slice(n * stride + 2, (n + 1) * stride);
    const turn = size === 4 ? normalized(value as unknown as Quaternion) : value;
    return { time: numbers[n * stride] ?? 0, value: turn };
  });
}

function valueKeys(value: Value | undefined): Key[] {
  if (kindOf(value) !== 'dictionary') return [];
  const { entries } = value as Dictionary;
  const times = list((name) => entries.get(name), 'times');
  const values = entries.get('values');
  if (!Array.isArray(values)) return [];
  return times.flatMap((time, n) => {
    const at = values[n] as Value | undefined;
    return kindOf(at) === 'numbers' ? [{ time, value: Array.from((at as Numbers).numbers) }] : [];
  });
}

/** Puts keys in order; glTF wants times that grow. */
function finished(about: Pick<Track, 'path' | 'part' | 'stepped'>, keys: readonly Key[]): Track | undefined {
  const size = about.part === 'rotation' ? 4 : 3;
  const fit = keys.filter(
    ({ time, value }) => time >= 0 && value.length === size && [time, ...value].every(Number.isFinite),
  );
  const inOrder = new Map(
    fit.sort((a, b) => a.time - b.time).map((key) => [Math.fround(key.time), key.value]),
  );
  if (inOrder.size === 0) return undefined;
  return { ...about, times: [...inOrder.keys()], values: [...inOrder.values()].flat() };
}
