import {
  BufferGeometry,
  Line,
  LineBasicMaterial,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  MeshStandardMaterial,
  Raycaster,
  SphereGeometry,
  Vector3,
  type XRTargetRaySpace,
} from 'three';
import type { Stage } from './stage.ts';

const reach = 5;
const resting = 0x8fb1ff;
const pressed = 0xffc74d;

/** Gives the visitor two pointing hands. Selecting lights up what a hand points at; each selection is told. */
export function hands({ renderer, scene, visitor }: Stage, selected: () => void): void {
  for (const index of [0, 1]) {
    const hand = renderer.xr.getController(index);
    const ray = pointer();
    hand.add(ray, new Mesh(new SphereGeometry(0.02), new MeshBasicMaterial({ color: resting })));
    hand.addEventListener('selectstart', () => {
      ray.material.color.set(pressed);
      toggle(pointedAt(hand, scene));
      selected();
    });
    hand.addEventListener('selectend', () => ray.material.color.set(resting));
    visitor.add(hand);
  }
}

function pointer(): Line<BufferGeometry, LineBasicMaterial> {
  const shape = new BufferGeometry().setFromPoints([new Vector3(), new Vector3(0, 0, -reach)]);
  return new Line(shape, new LineBasicMaterial({ color: resting }));
}

function pointedAt(hand: XRTargetRaySpace, scene: Stage['scene']): Mesh | undefined {
  const ray = new Raycaster();
  const turn = new Matrix4().extractRotation(hand.matrixWorld);
  ray.ray.origin.setFromMatrixPosition(hand.matrixWorld);
  ray.ray.direction.set(0, 0, -1).applyMatrix4(turn);
  ray.far = reach;
  const hits = ray.intersectObjects(scene.children).map(({ object }) => object);
  return hits.find(
    (object) => object instanceof Mesh && object.material instanceof MeshStandardMaterial,
  ) as Mesh;
}

function toggle(mesh: Mesh | undefined): void {
  if (!(mesh?.material instanceof MeshStandardMaterial)) return;
  const { emissive, color } = mesh.material;
  if (emissive.getHex() === 0) emissive.copy(color);
  else emissive.set(0);
}
