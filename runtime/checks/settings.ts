import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const mode = z.enum(['Required', 'Advisory', 'Disabled']);
const seconds = z.number().positive();
const path = z.string().startsWith('/');

const Spec = z.object({
  smoke: z.object({
    mode,
    timeoutSeconds: seconds,
    paths: z
      .array(z.object({ path, expectedStatus: z.int().default(200), maxMilliseconds: z.number().optional() }))
      .default([]),
  }),
  load: z.object({
    mode,
    timeoutSeconds: seconds,
    path,
    requests: z.int().positive(),
    concurrency: z.int().positive(),
    minSuccessPercent: z.coerce.number(),
    maxMeanMilliseconds: z.number(),
  }),
  browser: z.object({ mode, timeoutSeconds: seconds, minFramesPerSecond: z.number().optional() }),
});

/** What is checked, as `spec.rollout.checks` of a SpaceTime says. */
export type Spec = z.infer<typeof Spec>;

const url = z.url({ protocol: /^https?$/, error: 'an address such as http://127.0.0.1:8080' });

const Environment = z.object({
  CHECK_PREVIEW_URL: url,
  CHECK_WORLD_URL: url,
  CHECK_REVISION: z.string({ error: 'the name of a revision' }).min(1),
  CHECK_SPEC: z.string({ error: 'JSON of spec.rollout.checks' }),
  CHECK_TOKENS_DIR: z.string().default('/var/run/secrets/spacetime.dev/check'),
  CHECK_CA_FILE: z.string().optional(),
  CHECK_BROWSER: z.string().optional(),
});

/** What the program was told. */
export interface Settings {
  readonly previewUrl: string;
  readonly worldUrl: string;
  readonly revision: string;
  readonly spec: Spec;
  readonly tokens: Readonly<Record<'preview' | 'world', string>>;
  /** Whose certificates are believed, as PEM; without it a certificate is looked at, but anybody's. */
  readonly ca: string | undefined;
  /** The program of a browser, if there is one. */
  readonly browser: string | undefined;
}

/** Reads the environment and the files it names. Throws an Error with one sentence that names what is wrong. */
export async function readSettings(env: Readonly<Record<string, string | undefined>>): Promise<Settings> {
  const given = Environment.safeParse(env);
  if (!given.success) throw new Error(sentence(given.error));
  const { CHECK_TOKENS_DIR: folder, CHECK_CA_FILE: caFile, ...from } = given.data;
  return {
    previewUrl: from.CHECK_PREVIEW_URL,
    worldUrl: from.CHECK_WORLD_URL,
    revision: from.CHECK_REVISION,
    spec: specOf(from.CHECK_SPEC),
    tokens: { preview: await token(folder, 'PREVIEW_TOKEN'), world: await token(folder, 'API_TOKEN') },
    ca: caFile === undefined ? undefined : await text(caFile, 'The file of CHECK_CA_FILE'),
    browser: from.CHECK_BROWSER,
  };
}

function specOf(text: string): Spec {
  const parsed = Spec.safeParse(json(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`CHECK_SPEC cannot be used: ${issue?.path.join('.')}: ${issue?.message}.`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('CHECK_SPEC must be JSON.');
  }
}

const token = async (folder: string, name: string) =>
  (await text(join(folder, name), `The file ${name} of the tokens`)).trim();

async function text(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Error(`${what} cannot be read (${(error as { readonly code?: string }).code}).`);
  }
}

const sentence = ({ issues: [issue] }: z.ZodError) => `${issue?.path.join('.')} must be ${issue?.message}.`;
