import type { GltfFile } from '../gltf/gltfFile.ts';
import { type Lookup, tuple, type Vector } from '../read.ts';
import { eulerYXZ, normalized, type Quaternion, type Step, stepsOf, still } from './affine.ts';

const radians = Math.PI / 180;

/** Where a Node3D is in its parent: its `transform`, or what it is where nothing is written, with separate parts put over it. */
export function placementOf(from: Lookup, usual: Step = still): readonly Step[] {
  const transform = tuple(from, 'transform', 12);
  const [outer = still, ...inner] = transform ? stepsOf(transform) : [usual];
  return [
    {
      translation: vectorOf(from, 'position') ?? outer.translation,
      rotation: rotationOf(from) ?? outer.rotation,
      scale: vectorOf(from, 'scale') ?? outer.scale,
    },
    ...inner,
  ];
}

const vectorOf = (from: Lookup, name: string) => tuple(from, name, 3) as Vector | undefined;

function rotationOf(from: Lookup): Quaternion | undefined {
  const quaternion = tuple(from, 'quaternion', 4);
  if (quaternion) return normalized(quaternion as unknown as Quaternion);
  const angles = vectorOf(from, 'rotation');
  if (angles) return eulerYXZ(angles);
  const degrees = vectorOf(from, 'rotation_degrees');
  return degrees && eulerYXZ([degrees[0] * radians, degrees[1] * radians, degrees[2] * radians]);
}

/** Where a node of a glTF file is in its parent. */
export function gltfPlacement(node: GltfFile['nodes'][number] | undefined): Step {
  const { matrix, translation, rotation, scale } = node ?? {};
  if (matrix?.length === 16) return stepsOf(transform3D(matrix))[0] ?? still;
  return {
    translation: (translation?.length === 3 ? translation : [0, 0, 0]) as unknown as Vector,
    rotation: normalized((rotation?.length === 4 ? rotation : [0, 0, 0, 1]) as unknown as Quaternion),
    scale: (scale?.length === 3 ? scale : [1, 1, 1]) as unknown as Vector,
  };
}

/** A matrix of glTF, column by column, as Godot writes it: the rows of the basis, then the origin. */
const transform3D = (m: readonly number[]) =>
  [0, 4, 8, 1, 5, 9, 2, 6, 10, 12, 13, 14].map((index) => m[index] ?? 0);
