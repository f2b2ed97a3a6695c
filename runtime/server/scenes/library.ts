import { Problem } from '../http/problem.ts';
import { resPathFault } from './resPath.ts';
import { SceneFault } from './sceneFault.ts';
import type { Whitelist } from './whitelist.ts';
import type { SceneFile, WorldFiles } from './worldFiles.ts';

/** A scene as pages get it. */
export interface CompiledScene {
  readonly path: string;
  readonly glb: Uint8Array<ArrayBuffer>;
  /** Hex SHA-256 of `glb`. */
  readonly hash: string;
  readonly warnings: readonly string[];
  /** Files that it refers to and that are not there. */
  readonly missing: readonly string[];
  readonly stats: {
    readonly nodes: number;
    readonly triangles: number;
    readonly bytes: number;
    /** How long this answer took. */
    readonly milliseconds: number;
    readonly cached: boolean;
  };
}

/** Compiles scenes and remembers them as long as their files stay as they are. */
export interface Compiler {
  /** Nothing when there is no such scene. Throws SceneFault when it cannot be shown. Who asks meanwhile gets the same answer. */
  readonly compile: (path: string) => Promise<CompiledScene | undefined>;
  /** A scene by the hash that it has or had; nothing when that is not known here. */
  readonly byHash: (path: string, hash: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** What can be said of a scene without showing it. */
interface SceneReport {
  readonly valid: boolean;
  /** Why it cannot be shown: sentences. */
  readonly errors: readonly string[];
  /** What of it is not shown, or otherwise than in Godot: sentences. */
  readonly warnings: readonly string[];
  readonly checks: {
    readonly file_exists: boolean;
    readonly parseable: boolean;
    /** Every file that it refers to is there. A scene can be shown without some of them. */
    readonly dependencies_met: boolean;
    /** Every script that it refers to is there; scripts do not run. */
    readonly scripts_valid: boolean;
  };
}

/** The scenes that may be shown. */
export interface Library {
  /** Throws a Problem: 400 INVALID_SCENE_PATH, 403 SCENE_NOT_ALLOWED, 404 SCENE_NOT_FOUND, 422 SCENE_BROKEN. */
  readonly compile: (scenePath: string) => Promise<CompiledScene>;
  /** Never throws for a bad scene; throws a Problem, 400 or 403, for a bad or forbidden path. */
  readonly inspect: (scenePath: string) => Promise<SceneReport>;
  /** The scenes below a directory that may be loaded. */
  readonly list: (directory: string, addons: boolean) => Promise<readonly SceneFile[]>;
  /** A compiled scene by the hash of its GLB, for addresses that never change; nothing when it is not known here. */
  readonly byHash: (scenePath: string, hash: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** What a library is made of. */
export interface LibraryParts {
  readonly files: WorldFiles;
  readonly whitelist: Whitelist;
  readonly compiler: Compiler;
}

/** The scenes of a world that its whitelist allows. */
export function library({ files, whitelist, compiler }: LibraryParts): Library {
  const judged = new WeakMap<SceneFile, boolean>();
  const isAllowed = (file: SceneFile): boolean => {
    const allowed = judged.get(file) ?? whitelist.allows(file.path);
    judged.set(file, allowed);
    return allowed;
  };
  const checked = (scenePath: string): string => {
    const fault = resPathFault(scenePath);
    if (fault) throw new Problem(400, 'INVALID_SCENE_PATH', `scene_path ${fault}.`);
    if (!whitelist.allows(scenePath))
      throw new Problem(403, 'SCENE_NOT_ALLOWED', `The whitelist does not allow ${scenePath}.`);
    return scenePath;
  };

  const compile: Library['compile'] = async (scenePath) => {
    const compiled = await compiler.compile(checked(scenePath)).catch((error: unknown) => {
      if (!(error instanceof SceneFault)) throw error;
      throw new Problem(422, 'SCENE_BROKEN', `The scene ${scenePath} ${error.message}.`);
    });
    if (compiled) return compiled;
    throw new Problem(404, 'SCENE_NOT_FOUND', `There is no scene ${scenePath} in this world.`);
  };

  return {
    compile,
    inspect: async (scenePath) => {
      checked(scenePath);
      try {
        return good(await compile(scenePath));
      } catch (error) {
        if (error instanceof Problem) return bad(error);
        throw error;
      }
    },
    list: async (directory, addons) => (await files.list(directory, addons)).filter(isAllowed),
    byHash: async (scenePath, hash) => compiler.byHash(checked(scenePath), hash),
  };
}

const script = /\.(?:gd|cs|gdc)$/;

const good = ({ warnings, missing }: CompiledScene): SceneReport => ({
  valid: true,
  errors: [],
  warnings,
  checks: {
    file_exists: true,
    parseable: true,
    dependencies_met: missing.length === 0,
    scripts_valid: !missing.some((path) => script.test(path)),
  },
});

/** A fault in another file leaves the scene itself readable. */
function bad({ status, message }: Problem): SceneReport {
  const exists = status !== 404;
  const elsewhere = / (?:needs|refers to) /.test(message);
  return {
    valid: false,
    errors: [message],
    warnings: [],
    checks: {
      file_exists: exists,
      parseable: exists && elsewhere,
      dependencies_met: false,
      scripts_valid: exists && elsewhere,
    },
  };
}
