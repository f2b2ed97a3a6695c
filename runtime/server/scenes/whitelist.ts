import type { Config } from '../config.ts';
import { glob } from './glob.ts';
import { type AllowedScenes, readWhitelistFile, type WhitelistFile } from './whitelistFile.ts';

/** Which scenes may be loaded in this environment. */
export interface Whitelist {
  readonly allows: (scenePath: string) => boolean;
  /** The scenes that are allowed by name, in the order of the file; globs are left out. */
  readonly named: readonly string[];
}

const isTestScene = (path: string) => /^res:\/\/tests?\/|\/test_[^/]*$/.test(path);

const nothingListed: WhitelistFile = { allowed: {}, denied: [], longestPath: 256, tscnOnly: false };

/**
 * Reads the text of `scene_whitelist.json`; without one, production and staging allow `res://vr_main.tscn` and development
 * allows all. The blacklist beats every list, and a test scene is never allowed in production.
 * Throws ConfigurationRefused with a sentence that names the entry.
 */
export function readWhitelist(text: string | undefined, environment: Config['environment']): Whitelist {
  const file = text === undefined ? nothingListed : readWhitelistFile(text);
  const { named, globs } = file.allowed[environment] ?? defaults(file, environment);
  const denied = file.denied.map(glob);
  const allowed = globs.map(glob);
  const isDenied = (path: string) =>
    denied.some((meets) => meets(path)) ||
    path.length > file.longestPath ||
    (file.tscnOnly && !path.endsWith('.tscn')) ||
    (environment === 'production' && isTestScene(path));
  return {
    allows: (path) => !isDenied(path) && (named.includes(path) || allowed.some((meets) => meets(path))),
    named: file.allowed[environment] ? named : [],
  };
}

function defaults({ allowed }: WhitelistFile, environment: Config['environment']): AllowedScenes {
  if (environment === 'development') return { named: [], globs: ['res://**'] };
  return (environment === 'staging' && allowed.production) || { named: ['res://vr_main.tscn'], globs: [] };
}
