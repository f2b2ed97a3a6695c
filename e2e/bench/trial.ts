import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { json } from '../../runtime/server/json.ts';

const seconds = z.number().nonnegative();

/** One release that was shipped and watched: a line of the results file. */
export const Trial = z.strictObject({
  scenario: z.string(),
  system: z.string(),
  setting: z.string(),
  /** RFC 3339, when it was shipped. */
  at: z.iso.datetime(),
  /** What became of it: `Undecided` when neither was so before the time of the scenario was over. */
  verdict: z.enum(['Released', 'Undone', 'Undecided']),
  reason: z.string(),
  expected: z.enum(['Released', 'Undone', 'Undecided']),
  /** For what, where only that reason is as expected. */
  expectedReason: z.string().optional(),
  /** From shipping to the verdict, and until users had what they had before, or all of the new. */
  verdictSeconds: seconds,
  totalSeconds: seconds,
  /** From the first failed answer to the last, by how the client connects; 0 with one or none. */
  badSeconds: z.strictObject({ new: seconds, kept: seconds }),
  failed: z.strictObject({ new: z.int(), kept: z.int() }),
  requests: z.strictObject({ new: z.int(), kept: z.int() }),
  /** Answers that the revision on trial gave. */
  servedByTrial: z.int(),
  sockets: z.strictObject({
    /** Of the revision that users had. */
    stableLost: z.int(),
    trialLost: z.int(),
    trialMoved: z.int(),
    backSeconds: z.array(seconds),
  }),
  /** Writes of the controller to the API server, Leases and Events left out; absent where they cannot be told apart. */
  apiWrites: z.int().optional(),
  /** Share of a core that all processes of the controller took together from shipping to the verdict; absent when one ended. */
  controllerCores: z.number().nonnegative().optional(),
  /** What the largest of them held at the verdict, shared pages included. */
  controllerMiB: z.number().nonnegative().optional(),
  /**
   * From the verdict that the controller wrote down to the write after which the Service leads to the trial no more, by the API
   * server's clock; absent where users never had it, or the controller does not say when.
   */
  cutMilliseconds: z.number().nonnegative().optional(),
  /** Whether every object of the world was what it was before, when a release that was undone was taken back. */
  restored: z.boolean().optional(),
  /** How late the latest request left: more than a moment says that the machine was overloaded. */
  lateMilliseconds: z.number(),
  /** Numbers that only this scenario has. */
  more: z.record(z.string(), z.number()),
});
export type Trial = z.infer<typeof Trial>;

const mostLateMilliseconds = 500;

/**
 * Whether the machine had room for its users: where a request left later than half a second after its time, what was measured is
 * the machine. Such a trial stays in the file, is told of and counted nowhere, and is run again.
 */
export const isSound = ({ lateMilliseconds }: Trial): boolean => lateMilliseconds <= mostLateMilliseconds;

/** Whether a release came out as its scenario says. */
export const isAsExpected = ({ verdict, reason, expected, expectedReason = reason }: Trial): boolean =>
  verdict === expected && reason === expectedReason;

/** All trials in a file of JSON lines; none when there is no file. Throws a sentence that names the line. */
export async function readTrials(path: string): Promise<readonly Trial[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line, i) => (line === '' ? [] : [trialIn(line, `${path}:${i + 1}`)]));
}

function trialIn(line: string, where: string): Trial {
  const parsed = Trial.safeParse(json(line));
  if (parsed.success) return parsed.data;
  throw new Error(`${where} is no trial: ${z.prettifyError(parsed.error)}`);
}

/** Adds one line, so that a bench that is cut off has lost one trial at most. */
export async function appendTrial(path: string, trial: Trial): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await appendFile(path, `${JSON.stringify(trial)}\n`);
}
