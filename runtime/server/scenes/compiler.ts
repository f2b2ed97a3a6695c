import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { disk } from './cache/disk.ts';
import { fingerprints } from './cache/fingerprint.ts';
import type { Kept } from './cache/record.ts';
import { compilerVersion } from './cache/version.ts';
import type { Outcome } from './compile.ts';
import { type Input, presence } from './files/worldSource.ts';
import type { CompiledScene, Compiler } from './library.ts';
import { Exhausted, SceneFault } from './sceneFault.ts';
import { type CompilerThreads, threadEntry } from './thread/threads.ts';

export interface CompilerSettings {
  /** The directory behind `res://`. */
  readonly directory: string;
  readonly threads: CompilerThreads;
  /** Where compiled scenes outlive the process. */
  readonly cacheDirectory?: string;
  /** Milliseconds. */
  readonly now?: () => number;
}

/** Why a scene cannot be shown while its files stay as they are. */
interface Refused {
  readonly fault: string;
  readonly inputs: readonly Input[];
  /** When it is worth another try all the same, if ever. */
  readonly until?: number;
}

type Remembered = Kept | Refused;

/** How long a scene that took all the time or memory there is does not get it again. */
const exhaustedMilliseconds = 60_000;
const mostBytesInMemory = 256_000_000;

const usualCacheDirectory = (): string => join(tmpdir(), `spacetime-scenes-${userInfo().uid}`);

export function compiler({
  directory,
  threads,
  cacheDirectory = usualCacheDirectory(),
  now = () => performance.now(),
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
    if (known && !isOver(known, now()) && (await same(directory, inputsOf(known)))) return known;
    const kept = known ? undefined : await stored.read(path);
    if (!kept || !(await same(directory, kept.record.inputs))) return undefined;
    remember(path, kept);
    return kept;
  };

  const tried = (path: string): Promise<Outcome | Required<Refused>> =>
    threads.compile(directory, path).catch((error: unknown) => {
      // Before it looked at any file it was the thread that did not start.
      if (!(error instanceof Exhausted) || error.inputs.length === 0) throw error;
      return { fault: error.message, inputs: error.inputs, until: now() + exhaustedMilliseconds };
    });

  const fresh = async (path: string): Promise<Remembered | undefined> => {
    const outcome = await tried(path);
    if ('until' in outcome) return outcome;
    const { compilation, inputs, fault } = outcome;
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

const isOver = (known: Remembered, now: number): boolean =>
  'fault' in known && known.until !== undefined && now >= known.until;
const inputsOf = (known: Remembered): readonly Input[] =>
  'fault' in known ? known.inputs : known.record.inputs;
const sizeOf = (known: Remembered): number => ('fault' in known ? 0 : known.glb.length);

function shown({ record, glb }: Kept, spent: { milliseconds: number; cached: boolean }): CompiledScene {
  const { path, hash, warnings, nodes, triangles, inputs } = record;
  const missing = inputs.filter(({ seen }) => seen === presence.missing).map((input) => input.path);
  return { path, glb, hash, warnings, missing, stats: { nodes, triangles, bytes: glb.length, ...spent } };
}
