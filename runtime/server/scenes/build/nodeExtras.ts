import type { Collider, Label, NodeExtras } from '../../../shared/sceneExtras.ts';
import { flag, type Lookup, number, text, tuple, vector } from '../read.ts';
import type { Resource } from '../tree/resources.ts';
import type { SceneNode } from '../tree/sceneNode.ts';
import { type Building, valuesIn, valuesOf } from './building.ts';

/** What a node tells the page besides glTF, by itself; where visitors start and teleport is known only of the whole scene. */
export function nodeExtras(node: SceneNode, building: Building): NodeExtras {
  const from = valuesOf(node);
  const label = labelOf(node, building);
  const collider = colliderOf(node, building);
  const billboard = billboardOf(node.type, from);
  return {
    ...(node.type && { type: node.type }),
    ...(!flag(from, 'visible', true) && { visible: false }),
    ...(node.type === 'XROrigin3D' && { origin: true }),
    ...(node.type === 'XRCamera3D' && { eyes: true }),
    ...handOf(node.type, from),
    ...(label && { label }),
    ...(collider && { collider }),
    ...(billboard && { billboard }),
  };
}

function handOf(type: string, from: Lookup): Pick<NodeExtras, 'hand' | 'pose'> {
  if (type !== 'XRController3D' && type !== 'XRNode3D') return {};
  const hand = { left_hand: 'left', right_hand: 'right' }[text(from, 'tracker')] as NodeExtras['hand'];
  return hand ? { hand, pose: text(from, 'pose', 'default') } : {};
}

function billboardOf(type: string, from: Lookup): NodeExtras['billboard'] {
  if (type !== 'Label3D' && type !== 'Sprite3D') return undefined;
  return ([undefined, 'all', 'y'] as const)[number(from, 'billboard', 0)];
}

function labelOf(node: SceneNode, { resources }: Building): Label | undefined {
  if (node.type === 'Label3D') return label(valuesOf(node), { font: 32, pixel: 0.005, outline: 12 });
  const mesh = node.type === 'MeshInstance3D' ? resources.resource(node.properties.get('mesh')) : undefined;
  return mesh?.type === 'TextMesh' ? label(valuesIn(mesh), { font: 16, pixel: 0.01, outline: 0 }) : undefined;
}

interface Usual {
  readonly font: number;
  readonly pixel: number;
  readonly outline: number;
}

const alignments = ['left', 'center', 'right', 'left'] as const;
const verticals = ['top', 'center', 'bottom', 'center'] as const;

function label(from: Lookup, usual: Usual): Label {
  const pixel = number(from, 'pixel_size', usual.pixel);
  const [red = 1, green = 1, blue = 1, opacity = 1] = tuple(from, 'modulate', 4) ?? [];
  const [edgeRed = 0, edgeGreen = 0, edgeBlue = 0] = tuple(from, 'outline_modulate', 4) ?? [];
  const outline = number(from, 'outline_size', usual.outline) * pixel;
  const wrapped = number(from, 'autowrap_mode', 0) !== 0;
  return {
    text: flag(from, 'uppercase', false) ? text(from, 'text').toUpperCase() : text(from, 'text'),
    size: number(from, 'font_size', usual.font) * pixel,
    color: [red, green, blue],
    opacity,
    ...(wrapped && { width: number(from, 'width', 500) * pixel }),
    align: alignments[number(from, 'horizontal_alignment', 1)] ?? 'center',
    vertical: verticals[number(from, 'vertical_alignment', 1)] ?? 'center',
    ...(outline > 0 && { outline: { size: outline, color: [edgeRed, edgeGreen, edgeBlue] } }),
  };
}

function colliderOf(node: SceneNode, { resources }: Building): Collider | undefined {
  if (node.type !== 'CollisionShape3D' || flag(valuesOf(node), 'disabled', false)) return undefined;
  const shape = resources.resource(node.properties.get('shape'));
  return shape && colliderShape(shape);
}

function colliderShape(resource: Resource): Collider | undefined {
  const from = valuesIn(resource);
  const radius = number(from, 'radius', 0.5);
  const height = number(from, 'height', 2);
  switch (resource.type) {
    case 'BoxShape3D':
      return { shape: 'box', size: vector(from, 'size', [1, 1, 1]) };
    case 'SphereShape3D':
      return { shape: 'sphere', radius };
    case 'CapsuleShape3D':
      return { shape: 'capsule', radius, height };
    case 'CylinderShape3D':
      return { shape: 'cylinder', radius, height };
    case 'WorldBoundaryShape3D': {
      const [x = 0, y = 1, z = 0, distance = 0] = tuple(from, 'plane', 4) ?? [];
      return { shape: 'plane', normal: [x, y, z], distance };
    }
    default:
      return undefined;
  }
}
