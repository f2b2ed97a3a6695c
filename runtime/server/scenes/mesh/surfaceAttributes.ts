import { tuple } from '../read.ts';
import type { Surface } from './geometry.ts';
import { linear } from './linear.ts';
import { dataOf, has, type Stored } from './stored.ts';

type Attributes = Pick<Surface, 'uvs' | 'uvs2' | 'colors'>;

/** Texture coordinates and colours: they follow each other for each vertex, in this order. */
export function attributesOf(stored: Stored): Attributes {
  const { from, bits } = stored;
  const compressed = (bits & has.compressed) !== 0;
  const uvBytes = compressed ? 4 : 8;
  const [scaleX = 0, scaleY = 0, scaleX2 = 0, scaleY2 = 0] = tuple(from, 'uv_scale', 4) ?? [];
  const data = dataOf(from, 'attribute_data');
  const present = (bit: number, bytes: number) => ((bits & bit) !== 0 ? bytes : 0);
  const [color, uv, uv2] = [present(has.color, 4), present(has.uv, uvBytes), present(has.uv2, uvBytes)];
  const stride = color + uv + uv2 + customBytes(bits);
  const layout = { data, stride, vertices: stored.vertices, compressed };
  return {
    colors: color ? colorsOf(layout) : undefined,
    uvs: uv ? uvsOf({ ...layout, start: color, scale: [scaleX, scaleY] }) : undefined,
    uvs2: uv2 ? uvsOf({ ...layout, start: color + uv, scale: [scaleX2, scaleY2] }) : undefined,
  };
}

/** The bytes of the four custom attributes by the type that three bits each name. */
const customSizes = [4, 4, 4, 8, 4, 8, 12, 16];

function customBytes(bits: number): number {
  const sizes = [0, 1, 2, 3].map((n) =>
    (bits & (1 << (6 + n))) === 0 ? 0 : (customSizes[(bits >>> (13 + 3 * n)) & 7] ?? 4),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

interface Layout {
  readonly data: DataView;
  readonly stride: number;
  readonly vertices: number;
  readonly compressed: boolean;
}

function colorsOf({ data, stride, vertices }: Layout): Float32Array {
  const colors = new Float32Array(vertices * 4);
  for (let n = 0; n < vertices; n++)
    for (let channel = 0; channel < 4; channel++) {
      const value = data.getUint8(n * stride + channel) / 255;
      colors[n * 4 + channel] = channel < 3 ? linear(value) : value;
    }
  return colors;
}

type UvLayout = Layout & { readonly start: number; readonly scale: readonly [number, number] };

function uvsOf({ data, stride, vertices, compressed, start, scale }: UvLayout): Float32Array {
  const uvs = new Float32Array(vertices * 2);
  for (let n = 0; n < vertices; n++)
    for (let axis = 0; axis < 2; axis++) {
      const at = n * stride + start;
      const value = compressed
        ? unpacked(data.getUint16(at + axis * 2, true) / 65_535, scale[axis] ?? 0)
        : data.getFloat32(at + axis * 4, true);
      uvs[n * 2 + axis] = Number.isFinite(value) ? value : 0;
    }
  return uvs;
}

/** Without a scale, coordinates span 0 to 1; with one, they are centred on 0. */
const unpacked = (share: number, scale: number) => (scale === 0 ? share : (share - 0.5) * scale);
