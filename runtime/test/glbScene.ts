import type { Light } from '@gltf-transform/extensions';
import { gltfIo } from '../server/scenes/gltf/documents.ts';
import type { NodeExtras } from '../shared/sceneExtras.ts';
import type { Found, OracleReport } from './oracle.ts';

/** The meshes, texts and lights of a GLB with their places, as the oracle tells those of a scene. */
export async function glbScene(glb: Uint8Array): Promise<Omit<OracleReport, 'spatial'>> {
  const nodes = (await (await gltfIo()).readBinary(glb)).getRoot().listNodes();
  const found = nodes.map((node) => ({
    place: { name: node.getName(), world: rows(node.getWorldMatrix()) } satisfies Found,
    hasMesh: node.getMesh() !== null,
    hasLabel: (node.getExtras() as NodeExtras).label !== undefined,
    light: node.getExtension<Light>('KHR_lights_punctual')?.getType(),
  }));
  return {
    meshes: found.filter(({ hasMesh }) => hasMesh).map(({ place }) => place),
    labels: found.filter(({ hasLabel }) => hasLabel).map(({ place }) => place),
    lights: found.flatMap(({ place, light }) => (light ? [{ ...place, type: light }] : [])),
  };
}

const rows = (m: readonly number[]) => [0, 4, 8, 1, 5, 9, 2, 6, 10, 12, 13, 14].map((index) => m[index] ?? 0);

const tolerance = 1e-5;

/** What one side has and the other has not, with its place; empty when both agree to 1e-5. */
export function differences(expected: readonly Found[], actual: readonly Found[]): string[] {
  const left = [...actual];
  const missing = expected.filter((wanted) => {
    const at = left.findIndex((found) => found.name === wanted.name && close(found.world, wanted.world));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const told = (sign: string) => (found: Found) =>
    `${sign} ${found.name} ${found.world.map((n) => +n.toFixed(5))}`;
  return [...missing.map(told('-')), ...left.map(told('+'))];
}

/** Numbers count as equal that differ by less than 1e-5, or by so much of the larger one. */
const close = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length &&
  a.every((n, index) => {
    const other = b[index] ?? Number.NaN;
    return Math.abs(n - other) <= tolerance * Math.max(1, Math.abs(n), Math.abs(other));
  });
