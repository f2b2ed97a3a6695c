import { Problem } from './problem.ts';

const deepest = 32;
const mostValues = 10_000;
const longestName = 64;

/** How a place in what a caller sent is named in sentences: `operations.0.action`. */
export function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map(String).join('.');
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}

/**
 * Lets through what every part behind can store and none mistakes for something else: nested at most 32 deep, at most 10,000
 * values, texts without NUL and without halves of characters, no field `__proto__`. Throws a Problem that names the field.
 */
export function plain(value: unknown): void {
  let values = 0;
  const visit = (part: unknown, path: readonly PropertyKey[]): void => {
    if (++values > mostValues) throw refused([], `must hold at most ${mostValues} values`);
    if (typeof part === 'string') text(part, path);
    else for (const [key, inner] of inside(part, path)) visit(inner, [...path, key]);
  };
  visit(value, []);
}

/** What an object or a list holds, by names that may be used; nothing for other values. */
function inside(part: unknown, path: readonly PropertyKey[]): readonly [string, unknown][] {
  if (typeof part !== 'object' || part === null) return [];
  if (path.length >= deepest) throw refused([], `must be nested at most ${deepest} deep`);
  const entries = Object.entries(part);
  for (const [key] of entries) {
    if (key === '__proto__') throw refused([...path, key], 'is not known here');
    text(key, path);
  }
  return entries;
}

function text(given: string, path: readonly PropertyKey[]): void {
  if (given.includes('\0')) throw refused(path, 'must not hold the character NUL');
  if (!given.isWellFormed()) throw refused(path, 'must not hold halves of characters (surrogates)');
}

function refused(path: readonly PropertyKey[], rule: string): Problem {
  const field = fieldName(path) || 'The body';
  return new Problem(400, 'INVALID_INPUT', `${field} ${rule}.`, path.length > 0 ? { field } : {});
}
