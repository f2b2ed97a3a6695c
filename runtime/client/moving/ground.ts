import { type Intersection, Matrix3, type Mesh, type Raycaster, Vector3 } from 'three';

/** The surfaces that visitors may stand on. */
export interface Ground {
  readonly lay: (surfaces: readonly Mesh[]) => void;
  /** Writes to `point` where a ray first meets ground that is level enough; false when it meets none, or something steep first. */
  readonly meet: (ray: Raycaster, point: Vector3) => boolean;
  /** Whether the ray met anything at the last call. */
  readonly isBlocked: () => boolean;
}

/** Steeper than 45 degrees nobody stands. */
const levelEnough = Math.SQRT1_2;
const hits: Intersection[] = [];
const turn = new Matrix3();
const normal = new Vector3();

/** No ground yet. */
export function ground(): Ground {
  let surfaces: Mesh[] = [];
  let isBlocked = false;
  return {
    lay: (next) => {
      surfaces = [...next];
    },
    meet: (ray, point) => {
      hits.length = 0;
      ray.intersectObjects(surfaces, false, hits);
      const [first] = hits;
      isBlocked = first !== undefined;
      if (!first?.face) return false;
      normal.copy(first.face.normal).applyNormalMatrix(turn.getNormalMatrix(first.object.matrixWorld));
      // A surface is seen from either side, and carries from above.
      if (normal.dot(ray.ray.direction) > 0) normal.negate();
      if (normal.y < levelEnough) return false;
      point.copy(first.point);
      return true;
    },
    isBlocked: () => isBlocked,
  };
}
