import { SceneFault } from '../sceneFault.ts';
import { checkNesting } from './nesting.ts';

/** The parts of a glTF file: its JSON, and the binary chunk that a `.glb` may have. */
export interface Container {
  readonly json: unknown;
  readonly binary: Uint8Array<ArrayBuffer> | undefined;
}

const magic = 0x46546c67;
const chunks = { json: 0x4e4f534a, binary: 0x004e4942 } as const;
const headerBytes = 12;
const chunkHeaderBytes = 8;

/** Opens a `.glb`: header and chunk lengths as in glTF 2.0, §4.4. Throws SceneFault. */
export function openGlb(file: Uint8Array<ArrayBuffer>): Container {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  checkHeader(file, view);
  const found = new Map<number, Uint8Array<ArrayBuffer>>();
  for (let at = headerBytes; at < file.length; ) {
    const { type, end } = chunkAt(file, view, at);
    if (found.size === 0 && type !== chunks.json) throw new SceneFault('does not start with a JSON chunk');
    if (!found.has(type)) found.set(type, file.subarray(at + chunkHeaderBytes, end));
    at = end;
  }
  return { json: parsed(found.get(chunks.json) ?? new Uint8Array()), binary: found.get(chunks.binary) };
}

function checkHeader({ length }: Uint8Array, view: DataView): void {
  if (length < headerBytes + chunkHeaderBytes || view.getUint32(0, true) !== magic)
    throw new SceneFault('is not a GLB file');
  if (view.getUint32(4, true) !== 2) throw new SceneFault('is not a GLB file of version 2');
  if (view.getUint32(8, true) !== length) throw new SceneFault('does not have the length that it states');
}

function chunkAt({ length }: Uint8Array, view: DataView, at: number): { type: number; end: number } {
  if (at + chunkHeaderBytes > length) throw new SceneFault('ends within a chunk');
  const end = at + chunkHeaderBytes + view.getUint32(at, true);
  if (end % 4 !== 0 || end > length) throw new SceneFault('has a chunk of a wrong length');
  return { type: view.getUint32(at + 4, true), end };
}

/** Opens a `.gltf`. Throws SceneFault. */
export const openGltf = (file: Uint8Array): Container => ({ json: parsed(file), binary: undefined });

function parsed(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SceneFault('holds text that is not UTF-8');
  }
  checkNesting(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new SceneFault('holds text that is not JSON');
  }
}
