/** Classes of Node3D whose name does not end in 3D. */
const spatial = new Set([
  ...[
    '',
    'Decal',
    'FogVolume',
    'GridMap',
    'LightmapGI',
    'LightmapProbe',
    'ReflectionProbe',
    'RootMotionView',
    'VoxelGI',
  ],
  ...[
    'OpenXRCompositionLayerQuad',
    'OpenXRCompositionLayerCylinder',
    'OpenXRCompositionLayerEquirect',
    'OpenXRHand',
  ],
  'Spatial',
]);

/** Classes whose name ends in 3D and that are no Node3D. */
const notSpatial = new Set(['NavigationAgent3D']);

/** Whether a class has a place in space; where it has none, what is below it does not move with what is above. */
export const isSpatial = (type: string): boolean =>
  (type.endsWith('3D') && !notSpatial.has(type)) || spatial.has(type);

/** Classes that are shown in full by what a page gets of them, or that show nothing in Godot either. */
const understood = new Set([
  ...['', 'AnimationPlayer', 'Camera3D', 'CollisionShape3D', 'DirectionalLight3D', 'Label3D', 'Marker3D'],
  ...[
    'MeshInstance3D',
    'Node',
    'Node3D',
    'OmniLight3D',
    'Skeleton3D',
    'SpotLight3D',
    'Sprite3D',
    'StaticBody3D',
  ],
  ...['WorldEnvironment', 'XRCamera3D', 'XRController3D', 'XRNode3D', 'XROrigin3D'],
  ...['CSGBox3D', 'CSGCombiner3D', 'CSGCylinder3D', 'CSGMesh3D', 'CSGPolygon3D', 'CSGSphere3D', 'CSGTorus3D'],
]);

/** Classes that move or sense and look like nothing: their place and what is below them is shown. */
const unmoved =
  /^(?:AnimatableBody|Area|BoneAttachment|CharacterBody|CollisionPolygon|NavigationRegion|Path|RigidBody|SpringArm|VehicleBody|VehicleWheel|VisibleOnScreen\w*)3D$/;

/** What is not shown of a class, as a sentence; nothing when all of it is. */
export function unshown(type: string): string | undefined {
  if (understood.has(type)) return undefined;
  if (unmoved.test(type)) return `Nothing moves or senses: ${type} is a place only`;
  if (type === 'Spatial') return 'Classes of Godot 3 are places only: Spatial';
  return isSpatial(type) ? `Not shown: ${type}` : `Left out, because it is nothing in space: ${type}`;
}
