const special = /[.+^${}()|[\]\\?]/g;

/** A test for paths: `*` stands for anything within one part of the path, `**` for anything at all. */
export function glob(pattern: string): (path: string) => boolean {
  const source = pattern
    .split('**')
    .map((part) => part.replaceAll(special, '\\$&').replaceAll('*', '[^/]*'))
    .join('.*');
  const expression = new RegExp(`^${source}$`, 's');
  return (path) => expression.test(path);
}
