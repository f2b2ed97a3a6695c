import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Document, NodeIO } from '@gltf-transform/core';
import { ALL_EXTENSIONS } from '@gltf-transform/extensions';
import { compile, type Outcome } from '../server/scenes/compile.ts';

/** A world in a directory of its own, for as long as a test file runs. */
export interface TestWorld {
  readonly directory: string;
  readonly write: (files: Files) => Promise<void>;
  readonly compile: (path: string) => Promise<Outcome>;
  /** The document that a scene becomes; fails when it is refused. */
  readonly document: (path: string) => Promise<Document>;
  readonly warnings: (path: string) => Promise<readonly string[]>;
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

const made: string[] = [];

/** Removes all worlds of this test file. */
export async function removeWorlds(): Promise<void> {
  for (const directory of made.splice(0)) await rm(directory, { recursive: true });
}

/** Writes files, by their paths below `res://`. */
export async function aWorld(files: Files = {}): Promise<TestWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'spacetime-world-'));
  made.push(directory);
  const world: TestWorld = {
    directory,
    write: async (more) => {
      for (const [path, content] of Object.entries(more)) {
        await mkdir(dirname(join(directory, path)), { recursive: true });
        await writeFile(join(directory, path), content);
      }
    },
    compile: (path) => compile(directory, path),
    document: async (path) => {
      const { compilation, fault } = await compile(directory, path);
      if (!compilation) throw new Error(`${path} ${fault}`);
      return new NodeIO().registerExtensions(ALL_EXTENSIONS).readBinary(compilation.glb);
    },
    warnings: async (path) => (await compile(directory, path)).compilation?.warnings ?? [],
  };
  await world.write(files);
  return world;
}

/** A scene with these lines, below its head. */
export const tscn = (...lines: readonly string[]): string => ['[gd_scene format=3]', ...lines, ''].join('\n');
