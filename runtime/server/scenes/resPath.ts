const longest = 256;

// Control characters and what means something else to a file system, a URL or a shell.
const forbidden = /[\\%\p{Cc}]/u;

/**
 * Says what is wrong with a `res://` path to a scene, as the end of a sentence that starts with its field, or nothing
 * when it may be looked up. What passes holds no `..`, no empty segment, no drive letter and no escape.
 */
export function resPathFault(path: string): string | undefined {
  if (!path.startsWith('res://')) return 'must start with res://';
  if (path.length > longest) return `must have at most ${longest} characters`;
  if (path !== path.normalize('NFC')) return 'must be in Unicode form NFC';
  if (forbidden.test(path)) return 'must not hold backslashes, percent signs or control characters';
  const segments = path.slice('res://'.length).split('/');
  if (segments.some((segment) => segment === '' || segment.includes(':')))
    return 'must name a file, without empty parts or colons';
  if (segments.some((segment) => /^\.+$/.test(segment))) return 'must not go up or stay with dots';
  if (!path.endsWith('.tscn')) return 'must end with .tscn';
  return undefined;
}

/** The name people call a scene by: its file name without the extension. */
export const sceneName = (path: string): string => path.slice(path.lastIndexOf('/') + 1, -'.tscn'.length);
