import { referredPath } from './reference.ts';
import type { WorldSource } from './worldSource.ts';

const dataUri = /^data:[^,]*;base64,/;

/** The bytes of a `data:` address, or nothing when it is another one. */
function dataOf(uri: string): Uint8Array<ArrayBuffer> | undefined {
  const head = dataUri.exec(uri.slice(0, 200))?.[0];
  return head === undefined ? undefined : new Uint8Array(Buffer.from(uri.slice(head.length), 'base64'));
}

/** The bytes behind an address in a glTF file. */
export function beside(uri: string, path: string, source: WorldSource): Uint8Array<ArrayBuffer> | undefined {
  if (uri.startsWith('data:')) return dataOf(uri);
  const file = referredPath(unescaped(uri), path);
  return file === undefined ? undefined : source.read(file);
}

function unescaped(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
