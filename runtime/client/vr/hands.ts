import {
  BufferGeometry,
  CapsuleGeometry,
  type Group,
  Line,
  LineBasicMaterial,
  Mesh,
  MeshStandardMaterial,
  type Object3D,
  Vector3,
  type XRTargetRaySpace,
} from 'three';
import type { NodeExtras } from '../../shared/sceneExtras.ts';
import type { Stage } from '../stage.ts';

/** A visitor's hand. */
export interface Hand {
  /** Where it points from, along −Z; below the visitor's floor. */
  readonly ray: XRTargetRaySpace;
  readonly grip: Group;
  /** Which hand it is while it is there. */
  readonly side: () => 'left' | 'right' | undefined;
  readonly gamepad: () => Gamepad | undefined;
}

const reach = 2;

/** Gives the visitor two hands, seen while their controllers are there. */
export function hands({ renderer, visitor }: Stage): readonly Hand[] {
  return [0, 1].map((index) => {
    const ray = renderer.xr.getController(index);
    const grip = renderer.xr.getControllerGrip(index);
    let source: XRInputSource | undefined;
    ray.add(pointer());
    grip.add(handle());
    ray.addEventListener('connected', ({ data }) => {
      source = data;
    });
    ray.addEventListener('disconnected', () => {
      source = undefined;
    });
    visitor.add(ray, grip);
    return {
      ray,
      grip,
      side: () => (source?.handedness === 'none' ? undefined : source?.handedness),
      gamepad: () => source?.gamepad,
    };
  });
}

/** Puts into the hands what a scene gives them, for as long as it is shown. The answer takes it back. */
export function holdInHands(root: Object3D, all: readonly Hand[]): () => void {
  const held: Object3D[] = [];
  root.traverse((node) => {
    if ((node.userData as NodeExtras).hand) held.push(node);
  });
  const give = () => {
    for (const node of held) {
      const { hand: side, pose } = node.userData as NodeExtras;
      const hand = all.find((one) => one.side() === side);
      const space = pose === 'aim' ? hand?.ray : hand?.grip;
      if (!space || node.parent === space) continue;
      space.add(node);
      node.position.set(0, 0, 0);
      node.quaternion.identity();
    }
  };
  give();
  for (const { ray } of all) ray.addEventListener('connected', give);
  return () => {
    for (const { ray } of all) ray.removeEventListener('connected', give);
    for (const node of held) root.add(node);
  };
}

function pointer(): Line {
  const shape = new BufferGeometry().setFromPoints([new Vector3(), new Vector3(0, 0, -reach)]);
  return new Line(shape, new LineBasicMaterial({ color: 0x8fb1ff, transparent: true, opacity: 0.5 }));
}

function handle(): Mesh {
  const shape = new CapsuleGeometry(0.022, 0.08).rotateX(Math.PI / 2);
  return new Mesh(shape, new MeshStandardMaterial({ color: 0x8fb1ff, roughness: 0.5 }));
}
