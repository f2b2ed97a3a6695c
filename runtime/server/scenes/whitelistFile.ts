import * as z from 'zod';
import type { Config } from '../config.ts';
import { ConfigurationRefused } from '../configurationRefused.ts';

const pathError = { error: 'a res:// path or glob of at most 256 characters' };
const Patterns = z
  .array(z.string(pathError).startsWith('res://', pathError).max(256, pathError), {
    error: 'a list of res:// paths',
  })
  .max(200, { error: 'a list of at most 200 paths' });

const environments = ['production', 'staging', 'development'] as const;
const ofEach = <T extends z.ZodType>(schema: T) => ({
  production: schema.optional(),
  staging: schema.optional(),
  development: schema.optional(),
});

const Short = z.strictObject({ ...ofEach(Patterns), blacklist: Patterns.optional() });

const yes = z.literal(true, { error: 'true, since it cannot be turned off' }).optional();
const no = z.literal(false, { error: 'false, since it cannot be turned on' }).optional();
const pathLength = { error: 'a whole number from 8 to 256' };

const Long = z.strictObject({
  environments: z.strictObject(
    ofEach(
      z.strictObject(
        {
          scenes: Patterns.optional(),
          directories: Patterns.optional(),
          wildcards: Patterns.optional(),
          description: z.string().optional(),
        },
        { error: 'an object with scenes, directories and wildcards' },
      ),
    ),
    { error: 'an object with production, staging and development' },
  ),
  blacklist: z
    .strictObject(
      { patterns: Patterns.optional(), exact: Patterns.optional() },
      { error: 'an object with patterns and exact' },
    )
    .optional(),
  validation_rules: z
    .strictObject(
      {
        max_path_length: z.int(pathLength).min(8, pathLength).max(256, pathLength).optional(),
        require_res_prefix: yes,
        require_tscn_extension: z.boolean({ error: 'true or false' }).optional(),
        allow_relative_paths: no,
      },
      { error: 'an object with max_path_length' },
    )
    .optional(),
});

/** What `scene_whitelist.json` says, whichever of its two forms it has. Globs may have `*` and `**`. */
export interface WhitelistFile {
  /** Which scenes each environment names; an environment that the file does not name is not here. */
  readonly allowed: Readonly<Partial<Record<Config['environment'], AllowedScenes>>>;
  readonly denied: readonly string[];
  /** In characters. */
  readonly longestPath: number;
  readonly tscnOnly: boolean;
}

/** The scenes that an environment allows: by name, in the order of the file, and by glob. */
export interface AllowedScenes {
  readonly named: readonly string[];
  readonly globs: readonly string[];
}

const longestPath = 256;

/** Reads the text of the file. Throws ConfigurationRefused with a sentence that names the entry. */
export function readWhitelistFile(text: string): WhitelistFile {
  const value = json(text);
  return isLong(value) ? fromLong(parse(Long, value)) : fromShort(parse(Short, value));
}

const isLong = (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  ['environments', 'validation_rules'].some((name) => Object.hasOwn(value, name));

function fromShort({ blacklist = [], ...lists }: z.infer<typeof Short>): WhitelistFile {
  return {
    allowed: each((environment) => lists[environment] && split(lists[environment])),
    denied: blacklist,
    longestPath,
    tscnOnly: false,
  };
}

function fromLong({
  environments: of,
  blacklist,
  validation_rules: rules,
}: z.infer<typeof Long>): WhitelistFile {
  return {
    allowed: each((environment) => {
      const { scenes = [], directories = [], wildcards = [] } = of[environment] ?? {};
      return of[environment] && split([...scenes, ...directories.map(everythingBelow), ...wildcards]);
    }),
    denied: [...(blacklist?.exact ?? []), ...(blacklist?.patterns ?? [])],
    longestPath: rules?.max_path_length ?? longestPath,
    tscnOnly: rules?.require_tscn_extension ?? false,
  };
}

function everythingBelow(directory: string): string {
  const inner = directory.slice('res://'.length).replaceAll(/^\/+|\/+$/g, '');
  return inner === '' ? 'res://**' : `res://${inner}/**`;
}

function each(
  of: (environment: Config['environment']) => AllowedScenes | undefined,
): WhitelistFile['allowed'] {
  const found = environments.flatMap((environment) => {
    const scenes = of(environment);
    return scenes ? [[environment, scenes] as const] : [];
  });
  return Object.fromEntries(found);
}

const split = (patterns: readonly string[]): AllowedScenes => ({
  named: patterns.filter((pattern) => !pattern.includes('*')),
  globs: patterns.filter((pattern) => pattern.includes('*')),
});

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ConfigurationRefused(`scene_whitelist.json: ${fault(parsed.error.issues[0])}`);
}

function fault(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys')
    return `${[...issue.path, issue.keys[0]].join('.')} is not known; the file names production, staging, development and blacklist, or environments, blacklist and validation_rules.`;
  const where = issue?.path.join('.') || 'the file';
  return `${where} must be ${issue?.path.length ? issue.message : 'an object with lists of res:// paths'}.`;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigurationRefused(`scene_whitelist.json is not JSON: ${(error as Error).message}.`);
  }
}
