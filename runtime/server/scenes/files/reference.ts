import { filePathFault } from '../resPath.ts';
import { SceneFault } from '../sceneFault.ts';

const root = 'res://';
const otherScheme = /^(?!res:)\w+:\/\//;

/**
 * The `res://` path that a file refers to, folded: `..` may stand in it but not lead out of the world, and a path that does
 * not start with `res://` counts from the folder of the file. Nothing for what is in no world, such as `uid://` and `user://`,
 * and for what is inside another scene (`res://a.tscn::1`). Throws SceneFault for a path that no file may name.
 */
export function referredPath(reference: string, by: string): string | undefined {
  if (reference === '' || otherScheme.test(reference) || reference.includes('::')) return undefined;
  const folder = by.slice(0, by.lastIndexOf('/') + 1);
  const path = folded(reference.startsWith(root) ? reference : `${folder}${reference}`);
  const fault = path === undefined ? 'must not lead out of the world' : filePathFault(path);
  if (path === undefined || fault)
    throw new SceneFault(`refers to ${JSON.stringify(reference.slice(0, 300))}, which ${fault}`);
  return path;
}

function folded(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.slice(root.length).split('/')) {
    if (part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return root + parts.join('/');
}
