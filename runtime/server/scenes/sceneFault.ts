import type { Input } from './files/worldSource.ts';

/**
 * Why a file cannot be used, as the end of a sentence that starts with its name: "is no Godot 4 text file" or
 * "has a fault in line 12: a string has no end". The only error that reading and compiling scenes throw on purpose.
 */
export class SceneFault extends Error {
  override name = 'SceneFault';
}

/** A scene needs more time or memory than it may have. It may have what it needs on a machine that does less else. */
export class Exhausted extends SceneFault {
  override name = 'Exhausted';
  /** What it had looked at until then. */
  readonly inputs: readonly Input[];

  constructor(message: string, inputs: readonly Input[]) {
    super(message);
    this.inputs = inputs;
  }
}

/** What a scene may need at most, whoever wrote it. */
export const limits = {
  textBytes: 8_000_000,
  nodes: 50_000,
  elements: 2_000_000,
  nesting: 64,
  treeDepth: 256,
  fileDepth: 16,
  files: 500,
  totalBytes: 256_000_000,
  vertices: 4_000_000,
  shortIndexed: 65_535,
  imageSide: 4096,
  decodedBytes: 512_000_000,
} as const;
