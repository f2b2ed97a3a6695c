import { referredPath } from '../files/reference.ts';
import type { GltfShelf } from '../gltf/shelf.ts';
import { limits, SceneFault } from '../sceneFault.ts';
import { type Section, textOf } from '../text/document.ts';
import { kindOf, type Reference } from '../text/value.ts';
import type { Warnings } from '../warnings.ts';
import { childNamed } from './find.ts';
import { type Resources, within } from './resources.ts';
import { adopt, type SceneNode, type Scope, sceneNode } from './sceneNode.ts';

/** What a tree is built from. */
export interface TreeParts {
  readonly resources: Resources;
  readonly gltfs: GltfShelf;
  readonly warnings: Warnings;
}

interface Building extends TreeParts {
  /** The scenes that are being put into each other, the outermost first. */
  readonly chain: readonly string[];
  readonly spend: (nodes: number) => void;
}

/**
 * The nodes of a scene with all its instances put in and their overrides done, as Godot would make them. Nothing when there is
 * no such file. Throws SceneFault for circles, for more than 50,000 nodes and for what is broken.
 */
export function sceneTree(path: string, parts: TreeParts): SceneNode | undefined {
  let nodes = 0;
  const spend = (more: number) => {
    nodes += more;
    if (nodes > limits.nodes) throw new SceneFault(`has more than ${limits.nodes} nodes with its instances`);
  };
  return build(path, { ...parts, chain: [], spend });
}

function build(path: string, building: Building): SceneNode | undefined {
  const { chain, gltfs, resources, spend } = building;
  if (chain.includes(path)) throw new SceneFault(`is part of itself: ${[...chain, path].join(' needs ')}`);
  if (chain.length >= limits.fileDepth) throw new SceneFault(`needs scenes deeper than ${limits.fileDepth}`);
  if (/\.(?:glb|gltf)$/.test(path)) return gltfs.instantiate(path, spend);
  const scope = resources.open(path);
  if (!scope) return undefined;
  if (scope.document.kind !== 'scene') throw new SceneFault('is a resource and no scene');
  noteConnections(scope, building);
  return nodesOf(scope, { ...building, chain: [...chain, path] });
}

function noteConnections({ path, document }: Scope, { warnings }: Building): void {
  if (document.connections > 0) warnings.add('Signals are not connected, because scripts do not run', path);
}

function nodesOf(scope: Scope, building: Building): SceneNode {
  const [first, ...others] = scope.document.nodes;
  if (!first || first.attributes.has('parent')) throw new SceneFault('has no root node');
  const root = made(first, scope, building) ?? sceneNode(textOf(first, 'name'), '', { missing: true });
  fill(root, first, scope);
  for (const section of others) place(root, section, scope, building);
  return root;
}

function place(root: SceneNode, section: Section, scope: Scope, building: Building): void {
  if (!section.attributes.has('parent')) throw new SceneFault('has two root nodes');
  const parent = grown(root, textOf(section, 'parent'), building);
  const name = textOf(section, 'name');
  const node = made(section, scope, building);
  if (node) fill(adopt(parent, node), section, scope);
  else fill(childNamed(parent, name) ?? standIn(parent, name, building), section, scope);
}

/** A new node or instance; nothing when the section changes a node that an instance brought. */
function made(section: Section, scope: Scope, building: Building): SceneNode | undefined {
  const { attributes } = section;
  const name = textOf(section, 'name');
  const instance = attributes.get('instance');
  if (kindOf(instance) === 'reference') return instanced(name, instance as Reference, scope, building);
  if (attributes.has('instance_placeholder')) {
    building.warnings.add(
      'An instance that a script would load later is left out',
      `${name} in ${scope.path}`,
    );
    return sceneNode(name, '', { missing: true });
  }
  if (!attributes.has('type')) return undefined;
  building.spend(1);
  return sceneNode(name, textOf(section, 'type'));
}

function instanced(name: string, { id }: Reference, scope: Scope, building: Building): SceneNode {
  const written = scope.document.files.get(id);
  if (!written) throw new SceneFault(`refers to an ExtResource("${id}") that it does not have`);
  const path = referredPath(written.path, scope.path);
  const root = path && within(path, () => build(path, building));
  if (!root) {
    building.spend(1);
    return sceneNode(name, '', { missing: true });
  }
  root.name = name;
  return root;
}

/** The node at a path. What is missing on the way, because a scene is missing, is stood in for. */
function grown(root: SceneNode, path: string, building: Building): SceneNode {
  let at = root;
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    at = childNamed(at, part) ?? standIn(at, part, building);
  }
  return at;
}

function standIn(parent: SceneNode, name: string, { warnings, spend }: Building): SceneNode {
  spend(1);
  if (!parent.missing) warnings.add('A node that an instance should bring is not in it', name);
  return adopt(parent, sceneNode(name, '', { missing: true }));
}

function fill(node: SceneNode, section: Section, scope: Scope): void {
  node.name ||= textOf(section, 'name');
  for (const [name, value] of section.properties) node.properties.set(name, { value, scope });
  const groups = section.attributes.get('groups');
  if (Array.isArray(groups)) for (const group of groups) node.groups.add(String(group));
}
