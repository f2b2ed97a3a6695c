import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { disk } from './cache/disk.ts';
import { fingerprints } from './cache/fingerprint.ts';
import type { Kept } from './cache/record.ts';
import { compilerVersion } from './cache/version.ts';
import { type Input, presence } from './files/worldSource.ts';
import type { CompiledScene, Compiler } from './library.ts';
import { SceneFault } from './sceneFault.ts';
import { type CompilerThreads, threadEntry } from './thread/threads.ts';

export interface CompilerSettings {
  /** The directory behind `res://`. */
  readonly directory: string;
  readonly threads: CompilerThreads;
  /** Where compiled scenes outlive the process. */
  readonly cacheDirectory?: string;
}

type Remembered = Kept | { readonly fault: string; readonly inputs: readonly Input[] };

const mostBytesInMemory = 256_000_000;

const usualCacheDirectory = (): string => join(tmpdir(), `spacetime-scenes-${userInfo().uid}`);

export function compiler({
  directory,
  threads,
  cacheDirectory = usualCacheDirectory(),
}: CompilerSettings): Compiler {
  const memory = new Map<string, Remembered>();
  const stored = disk(cacheDirectory, resolve(directory), compilerVersion(threadEntry));
  const { same } = fingerprints();
  const underWay = new Map<string, Promise<CompiledScene | undefined>>();

  const remember = (path: string, what: Remembered) => {
    memory.delete(path);
    memory.set(path, what);
    let bytes = [...memory.values()].reduce((sum, kept) => sum + sizeOf(kept), 0);
    for (const [oldest, kept] of memory) {
      if (bytes <= mostBytesInMemory || oldest === path) return;
      memory.delete(oldest);
      bytes -= sizeOf(kept);
    }
  };

  const recalled = async (path: string): Promise<Remembered | undefined> => {
    const known = memory.get(path);
    if (known && (await same(directory, inputsOf(known)))) return known;
    const kept = known ? undefined : await stored.read(path);
    if (!kept || !(await same(directory, kept.record.inputs))) return undefined;
    remember(path, kept);
    return kept;
  };

  const fresh = async (path: string): Promise<Remembered | undefined> => {
    const { compilation, inputs, fault } = await threads.compile(directory, path);
    if (fault !== undefined) return { fault, inputs };
    if (!compilation) return undefined;
    const { glb, warnings, nodes, triangles } = compilation;
    const hash = createHash('sha256').update(glb).digest('hex');
    const record = { path, hash, warnings: [...warnings], nodes, triangles, inputs: [...inputs] };
    await stored.write({ record, glb });
    return { record, glb };
  };

  const find = async (path: string): Promise<CompiledScene | undefined> => {
    const began = performance.now();
    const known = await recalled(path);
    const found = known ?? (await fresh(path));
    if (!found) return undefined;
    if (!known) remember(path, found);
    if ('fault' in found) throw new SceneFault(found.fault);
    return shown(found, { milliseconds: performance.now() - began, cached: known !== undefined });
  };

  return {
    compile: (path) => {
      const running = underWay.get(path) ?? find(path).finally(() => underWay.delete(path));
      underWay.set(path, running);
      return running;
    },
    byHash: async (path, hash) => {
      const known = memory.get(path);
      if (known && 'glb' in known && known.record.hash === hash) return known.glb;
      return stored.readHash(path, hash);
    },
  };
}

const inputsOf = (known: Remembered): readonly Input[] =>
  'fault' in known ? known.inputs : known.record.inputs;
const sizeOf = (known: Remembered): number => ('fault' in known ? 0 : known.glb.length);

function shown({ record, glb }: Kept, spent: { milliseconds: number; cached: boolean }): CompiledScene {
  const { path, hash, warnings, nodes, triangles, inputs } = record;
  const missing = inputs.filter(({ seen }) => seen === presence.missing).map((input) => input.path);
  return { path, glb, hash, warnings, missing, stats: { nodes, triangles, bytes: glb.length, ...spent } };
}
