const longest = 256;
const root = 'res://';

// Control characters and what means something else to a file system, a URL or a shell.
const forbidden = /[\\%\p{Cc}]/u;

/** The kinds of file that are scenes. */
const sceneEnds = ['.tscn', '.glb'] as const;

export const isScene = (path: string): boolean => sceneEnds.some((end) => path.endsWith(end));

/**
 * Says what is wrong with a `res://` path to a file, as the end of a sentence that starts with its field, or nothing when it
 * may be looked up. What passes holds no `..`, no empty segment, no drive letter and no escape.
 */
export function filePathFault(path: string): string | undefined {
  if (!path.startsWith(root)) return `must start with ${root}`;
  if (path.length > longest) return `must have at most ${longest} characters`;
  if (path !== path.normalize('NFC')) return 'must be in Unicode form NFC';
  if (forbidden.test(path)) return 'must not hold backslashes, percent signs or control characters';
  const segments = path.slice(root.length).split('/');
  if (segments.some((segment) => segment === '' || segment.includes(':')))
    return 'must name a file, without empty parts or colons';
  if (segments.some((segment) => /^\.+$/.test(segment))) return 'must not go up or stay with dots';
  return undefined;
}

/** The same for a path to a scene. */
export function resPathFault(path: string): string | undefined {
  return filePathFault(path) ?? (isScene(path) ? undefined : `must end with ${sceneEnds.join(' or ')}`);
}

/** The name people call a scene by: its file name without the extension. */
export const sceneName = (path: string): string => path.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
