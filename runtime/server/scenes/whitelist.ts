import { z } from 'zod';
import type { Config } from '../config.ts';
import { ConfigurationRefused } from '../configurationRefused.ts';
import { glob } from './glob.ts';

const Patterns = z.array(z.string().startsWith('res://').max(256)).max(200);

const File = z.strictObject({
  production: Patterns.optional(),
  staging: Patterns.optional(),
  development: Patterns.optional(),
  blacklist: Patterns.optional(),
});

/** Which scenes may be loaded in this environment. */
export interface Whitelist {
  readonly allows: (scenePath: string) => boolean;
  /** The scenes that are allowed by name, in the order of the file; globs are left out. */
  readonly named: readonly string[];
}

const isTestScene = (path: string) => /^res:\/\/tests?\/|\/test_[^/]*$/.test(path);

/**
 * Reads the text of `scene_whitelist.json`; without one, production and staging allow `res://vr_main.tscn` and development
 * allows all. The blacklist beats every list, and a test scene is never allowed in production.
 * Throws ConfigurationRefused with a sentence that names the entry.
 */
export function readWhitelist(text: string | undefined, environment: Config['environment']): Whitelist {
  const file = text === undefined ? {} : parse(text);
  const listed = file[environment] ?? defaults(file, environment);
  const allowed = listed.map(glob);
  const denied = (file.blacklist ?? []).map(glob);
  const tests = environment === 'production' ? isTestScene : () => false;
  const allows = (path: string) =>
    allowed.some((meets) => meets(path)) && !denied.some((meets) => meets(path)) && !tests(path);
  const named = file[environment] ? listed.filter((pattern) => !pattern.includes('*')) : [];
  return { allows, named };
}

function defaults(file: z.infer<typeof File>, environment: Config['environment']): readonly string[] {
  if (environment === 'development') return ['res://**'];
  return (environment === 'staging' && file.production) || ['res://vr_main.tscn'];
}

function parse(text: string): z.infer<typeof File> {
  const parsed = File.safeParse(json(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') || 'the file';
  throw new ConfigurationRefused(
    `scene_whitelist.json: ${where} is not right: it must hold lists of res:// paths or globs named production, staging, development or blacklist.`,
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigurationRefused(`scene_whitelist.json is not JSON: ${(error as Error).message}.`);
  }
}
