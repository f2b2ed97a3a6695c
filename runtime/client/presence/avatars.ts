import {
  type BufferGeometry,
  CapsuleGeometry,
  Color,
  DynamicDrawUsage,
  InstancedMesh,
  Matrix4,
  MeshStandardMaterial,
  Quaternion,
  type Scene,
  SphereGeometry,
  Vector3,
} from 'three';
import { RoundedBoxGeometry } from 'three/addons/geometries/RoundedBoxGeometry.js';
import { at, flag, type Pose } from '../../shared/presence/pose.ts';

/** Heads, hands and bodies of others: four draw calls for all of them. Nothing is allocated while drawing. */
export interface Avatars {
  /** `viewer` is where this page looks from. */
  readonly begin: (viewer: Vector3) => void;
  /**
   * Adds somebody to this frame, and writes to `head` where their head is. False when they are so near to the viewer that they
   * would be seen from inside, or as many are drawn as there is room for.
   */
  readonly add: (pose: Pose, color: Color, head: Vector3) => boolean;
  readonly end: () => void;
}

/** More than these are not drawn. */
const mostAvatars = 256;

const dark = new Color(0x16181f);
const up = new Vector3(0, 1, 0);
const one = new Vector3(1, 1, 1);
const eye = new Vector3();
const tooNear = 0.35 ** 2;
const root = new Matrix4();
const matrix = new Matrix4();
const position = new Vector3();
const turn = new Quaternion();
const sides = [
  [at.left, flag.leftTracked],
  [at.right, flag.rightTracked],
] as const;

/** Nobody is drawn yet. */
export function avatars(scene: Scene): Avatars {
  const heads = crowd(new RoundedBoxGeometry(0.2, 0.26, 0.22, 3, 0.09), mostAvatars);
  // A dark visor shows which way a head looks.
  const visors = crowd(
    new RoundedBoxGeometry(0.18, 0.08, 0.06, 2, 0.03).translate(0, 0.03, -0.1),
    mostAvatars,
  );
  const bodies = crowd(new CapsuleGeometry(0.13, 0.3, 4, 12), mostAvatars);
  const palms = crowd(new SphereGeometry(0.05, 12, 10), 2 * mostAvatars);
  const all = [heads, visors, bodies, palms];
  scene.add(...all);
  return {
    begin: (viewer) => {
      eye.copy(viewer);
      for (const mesh of all) mesh.count = 0;
    },
    add: (pose, color, head) => {
      if (heads.count >= mostAvatars) return false;
      position.fromArray(pose, at.root);
      root.compose(position, turn.setFromAxisAngle(up, pose[at.yaw] ?? 0), one);
      place(pose, at.head);
      head.setFromMatrixPosition(matrix);
      if (head.distanceToSquared(eye) < tooNear) return false;
      put(heads, color);
      put(visors, dark);
      matrix.makeTranslation(head.x, head.y - 0.48, head.z);
      put(bodies, color);
      putHands(palms, pose, color);
      return true;
    },
    end: () => {
      for (const mesh of all) {
        mesh.visible = mesh.count > 0;
        mesh.instanceMatrix.needsUpdate = true;
        if (mesh.instanceColor) mesh.instanceColor.needsUpdate = true;
      }
    },
  };
}

function crowd(shape: BufferGeometry, most: number): InstancedMesh {
  const mesh = new InstancedMesh(shape, new MeshStandardMaterial({ roughness: 0.6 }), most);
  mesh.instanceMatrix.setUsage(DynamicDrawUsage);
  mesh.setColorAt(0, dark);
  mesh.frustumCulled = false;
  mesh.count = 0;
  return mesh;
}

function putHands(palms: InstancedMesh, pose: Pose, color: Color): void {
  for (let side = 0; side < sides.length; side++) {
    const [part, bit] = sides[side] ?? sides[0];
    if (((pose[at.flags] ?? 0) & bit) === 0) continue;
    place(pose, part);
    put(palms, color);
  }
}

function put(mesh: InstancedMesh, color: Color): void {
  mesh.setMatrixAt(mesh.count, matrix);
  mesh.setColorAt(mesh.count, color);
  mesh.count += 1;
}

/** The place of a head or hand in the world. */
function place(pose: Pose, part: number): void {
  position.fromArray(pose, part);
  turn.fromArray(pose, part + 3);
  matrix.compose(position, turn, one).premultiply(root);
}
