import { referredPath } from '../files/reference.ts';
import type { WorldSource } from '../files/worldSource.ts';
import { limits, SceneFault } from '../sceneFault.ts';
import { readDocument, textOf } from '../text/document.ts';
import { kindOf, type Reference, type Value } from '../text/value.ts';
import type { Warnings } from '../warnings.ts';
import type { Property, Scope } from './sceneNode.ts';

/** A resource such as a mesh or a material, wherever it is written. */
export interface Resource {
  readonly type: string;
  readonly properties: ReadonlyMap<string, Value>;
  readonly scope: Scope;
  /** The same resource has the same key. */
  readonly key: string;
}

/** What a reference leads to: a resource, or a file that is none, such as an image or a scene. */
type Referred =
  | { readonly resource: Resource; readonly file?: never }
  | { readonly file: string; readonly resource?: never };

/** Follows references from file to file. */
export interface Resources {
  /** Reads a text file once; nothing when it is missing. Throws SceneFault. */
  readonly open: (path: string) => Scope | undefined;
  /** What a property refers to; nothing, with a warning, when that is missing or cannot be read here. */
  readonly follow: (property: Property | undefined) => Referred | undefined;
  /** The same where only a resource makes sense. */
  readonly resource: (property: Property | undefined) => Resource | undefined;
  /** A property of a resource, with the file that its references belong to. */
  readonly of: (resource: Resource, name: string) => Property | undefined;
}

const textResource = /\.tres$/;
const binaryResource = /\.(?:res|material|mesh|scn|anim|ctex|shape|multimesh|meshlib)$/;

/** Resources of the files of a world. */
export function resources(source: WorldSource, warnings: Warnings): Resources {
  const scopes = new Map<string, Scope | undefined>();

  const open = (path: string): Scope | undefined => {
    if (scopes.has(path)) return scopes.get(path);
    const bytes = source.read(path);
    const scope = bytes && { path, document: readDocument(decoded(bytes)) };
    scopes.set(path, scope);
    if (scope) lookForFiles(scope, source, warnings);
    return scope;
  };

  const follow = (property: Property | undefined): Referred | undefined => {
    if (!property || kindOf(property.value) !== 'reference') return undefined;
    const { scope } = property;
    const reference = property.value as Reference;
    if (reference.to === 'SubResource') return { resource: ownResource(reference.id, scope) };
    const path = pathOf(reference, scope);
    return path === undefined ? undefined : atPath(path);
  };

  const atPath = (path: string): Referred | undefined => {
    if (!source.has(path)) return undefined;
    if (binaryResource.test(path)) {
      warnings.add('Binary resources of Godot cannot be read; save them as text (.tres)', path);
      return undefined;
    }
    if (!textResource.test(path)) return { file: path };
    const scope = within(path, () => open(path));
    const main = scope?.document.resource;
    if (!scope || !main) return undefined;
    return { resource: { type: scope.document.type, properties: main.properties, scope, key: path } };
  };

  return {
    open,
    follow,
    resource: (property) => follow(property)?.resource,
    of: ({ properties, scope }, name) => {
      const value = properties.get(name);
      return value === undefined ? undefined : { value, scope };
    },
  };
}

function ownResource(id: string, scope: Scope): Resource {
  const section = scope.document.resources.get(id);
  if (!section) throw new SceneFault(`refers to a SubResource("${id}") that it does not have`);
  return {
    type: textOf(section, 'type'),
    properties: section.properties,
    scope,
    key: `${scope.path}::${id}`,
  };
}

function decoded(bytes: Uint8Array): string {
  if (bytes.length > limits.textBytes) throw new SceneFault(`is larger than ${limits.textBytes / 1e6} MB`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SceneFault('is not a Godot 4 text scene');
  }
}

/** Does something with another file; what is wrong there is told with its name. Throws SceneFault. */
export function within<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof SceneFault && !error.message.startsWith('needs '))
      throw new SceneFault(`needs ${path}, which ${error.message}`);
    throw error;
  }
}

/** The path that a reference to another file leads to. */
function pathOf({ to, id }: Reference, { path, document }: Scope): string | undefined {
  if (to === 'Resource') return referredPath(id, path);
  const file = document.files.get(id);
  if (!file) throw new SceneFault(`refers to an ExtResource("${id}") that it does not have`);
  return referredPath(file.path, path);
}

/** Looks whether the files are there that a file refers to, also those that nothing here shows. */
function lookForFiles({ path, document }: Scope, source: WorldSource, warnings: Warnings): void {
  for (const { type, path: written } of document.files.values()) {
    const file = referredPath(written, path);
    if (file === undefined)
      warnings.add('A reference leads to no file of this world', `${written} in ${path}`);
    else if (!source.has(file)) warnings.add(`A file of type ${type || 'Resource'} is missing`, file);
  }
}
