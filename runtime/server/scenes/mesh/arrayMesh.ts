import { type Lookup, number } from '../read.ts';
import { SceneFault } from '../sceneFault.ts';
import { type Dictionary, kindOf, type Value } from '../text/value.ts';
import type { Spend, Surface } from './geometry.ts';
import { dataOf, has, type Stored } from './stored.ts';
import { attributesOf } from './surfaceAttributes.ts';
import { verticesOf } from './surfaceVertices.ts';

/** From this power of two on, `format` says the version: 1 is that of Godot 4.2 and later, 0 that before. */
const versionUnit = 2 ** 35;

const modes = ['points', 'lines', 'lineStrip', 'triangles', 'strip'] as const;
const largestShortIndexed = 65_536;

/** One surface of an ArrayMesh, with its material. Throws SceneFault when its data are shorter than it states. */
export function arraySurface(value: Value, spend: Spend): { surface: Surface; material: Value | undefined } {
  if (kindOf(value) !== 'dictionary')
    throw new SceneFault('has an ArrayMesh whose _surfaces are no dictionaries');
  const { entries } = value as Dictionary;
  const from: Lookup = (name) => entries.get(name);
  const format = number(from, 'format', 0);
  const stored: Stored = {
    from,
    bits: (format % 2 ** 32) | 0,
    vertices: number(from, 'vertex_count', 0),
    separate: Math.floor(format / versionUnit) >= 1,
    data: dataOf(from, 'vertex_data'),
  };
  if (!(stored.vertices >= 0) || (stored.bits & has.flat) !== 0)
    throw new SceneFault('has an ArrayMesh with two-dimensional or wrong vertices');
  spend(stored.vertices);
  return { surface: surfaceOf(stored), material: entries.get('material') };
}

function surfaceOf(stored: Stored): Surface {
  const { positions, normals } = guarded(() => verticesOf(stored));
  const { uvs, uvs2, colors } = guarded(() => attributesOf(stored));
  const mode = modes[number(stored.from, 'primitive', 3)] ?? 'triangles';
  const written = indicesOf(stored);
  const indices =
    mode === 'triangles' || mode === 'strip' ? facesOf(written ?? counted(stored.vertices), mode) : written;
  return { mode: mode === 'strip' ? 'triangles' : mode, positions, normals, uvs, uvs2, colors, indices };
}

const counted = (length: number) => Uint32Array.from({ length }, (_, n) => n);

/** Godot's front faces are clockwise, those of glTF counter-clockwise. */
function facesOf(written: Uint32Array, mode: 'triangles' | 'strip'): Uint32Array {
  const [step, count] =
    mode === 'triangles' ? [3, Math.floor(written.length / 3)] : [1, Math.max(0, written.length - 2)];
  const found = new Uint32Array(count * 3);
  for (let n = 0; n < count; n++) {
    const [a = 0, b = 0, c = 0] = written.subarray(n * step, n * step + 3);
    found.set(mode === 'strip' && n % 2 === 1 ? [a, b, c] : [a, c, b], n * 3);
  }
  return found;
}

function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError)
      throw new SceneFault('has an ArrayMesh whose data are shorter than it states');
    throw error;
  }
}

function indicesOf({ from, bits, vertices: count }: Stored): Uint32Array | undefined {
  const length = number(from, 'index_count', 0);
  if ((bits & has.index) === 0 || length <= 0) return undefined;
  const data = dataOf(from, 'index_data');
  const size = count <= largestShortIndexed ? 2 : 4;
  if (data.byteLength < length * size)
    throw new SceneFault('has an ArrayMesh with fewer indices than it states');
  const indices = new Uint32Array(length);
  for (let n = 0; n < length; n++) {
    const index = size === 2 ? data.getUint16(n * 2, true) : data.getUint32(n * 4, true);
    if (index >= count) throw new SceneFault('has an ArrayMesh with an index beyond its vertices');
    indices[n] = index;
  }
  return indices;
}

/** The surfaces of an ArrayMesh, as they are written. */
export function surfacesOf(from: Lookup): readonly Value[] {
  const value = from('_surfaces');
  return Array.isArray(value) ? value : [];
}
