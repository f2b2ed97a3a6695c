import type { Outcome } from '../compile.ts';
import { SceneFault } from '../sceneFault.ts';

/** What the table says of one scene. */
export interface Row {
  readonly path: string;
  readonly milliseconds: number;
  readonly nodes: number;
  readonly triangles: number;
  readonly bytes: number;
  readonly warnings: readonly string[];
  /** Why it was refused; nothing when it compiled. */
  readonly error: string | undefined;
}

/** Compiles a scene and says what came of it. Throws only what is a fault of the compiler. */
export async function rowOf(path: string, compile: (path: string) => Promise<Outcome>): Promise<Row> {
  const began = performance.now();
  const refused = (fault: string) => ({
    ...{ path, milliseconds: performance.now() - began, nodes: 0, triangles: 0, bytes: 0, warnings: [] },
    error: `${path} ${fault}.`,
  });
  try {
    const { compilation, fault } = await compile(path);
    if (!compilation) return refused(fault ?? 'is not there');
    const { nodes, triangles, warnings, glb } = compilation;
    const milliseconds = performance.now() - began;
    return { path, milliseconds, nodes, triangles, bytes: glb.length, warnings, error: undefined };
  } catch (error) {
    if (error instanceof SceneFault) return refused(error.message);
    throw error;
  }
}
