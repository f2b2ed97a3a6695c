import type { Command } from 'commander';
import type { Api } from '../cluster/api.ts';
import { BadInput } from '../problem.ts';
import type { SpaceTime } from '../spaceTime.ts';
import type { Carrying } from '../transfer/carry.ts';
import { type Direction, imageOf, transferJob } from '../transfer/job.ts';
import { plainTransfer } from '../transfer/plain.ts';
import { startSeconds } from '../transfer/pod.ts';
import type { Ground } from './ground.ts';
import { nameArgument } from './nameArgument.ts';
import { withPlainKubectl } from './plainKubectl.ts';

/** Options of backup and restore. */
export interface TransferOptions {
  readonly file: string;
  readonly image?: string;
  readonly timeout: number;
  readonly dryRun?: true;
}

const usualSeconds = 3600;

/** What both commands take. */
export function transferArguments(command: Command, fileMeaning: string): Command {
  return nameArgument(command)
    .requiredOption('-f, --file <path>', fileMeaning, pathOf)
    .option('--image <image>', 'runtime image whose program does it (default: that of the world)')
    .option('--timeout <seconds>', 'end it after so long', secondsOfJob, usualSeconds)
    .option('--dry-run', 'change nothing, print the plain kubectl commands that do the same');
}

/** A backup is kept, and loaded, only when it is whole: what has gone through a pipe cannot be taken back, nor be read once more. */
function pathOf(text: string): string {
  if (text !== '-') return text;
  throw new BadInput(
    '--file - is no file: name one, or let --dry-run print what plain kubectl does with a pipe.',
  );
}

/** A Job lives for whole seconds, and at least one. */
function secondsOfJob(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds > 0) return seconds;
  throw new BadInput(`--timeout must be a whole number of seconds, at least 1, not "${text}".`);
}

const exampleWorld = {
  metadata: { namespace: 'spacetime', name: 'spacetime' },
  spec: { image: 'spacetime:v1.0.0' },
} as SpaceTime;

/** Ends the help with what plain kubectl says, without the Job, which is a page. */
export function withPlainTransfer(command: Command, direction: Direction): Command {
  const job = transferJob(exampleWorld, { direction, image: 'spacetime:v1.0.0', seconds: usualSeconds });
  const [create = '', , , ...rest] = plainTransfer(job, direction, {
    file: 'world.jsonl',
    flags: [],
    startSeconds,
  });
  const shortened = create.replace("- <<'END'", 'job.json   # the Job that --dry-run prints');
  return withPlainKubectl(command, [shortened, ...rest]);
}

/** What is to be done, or with `--dry-run` undefined, after the plain commands were printed. */
export function transferOf(
  api: Api,
  world: SpaceTime,
  { direction, options }: { readonly direction: Direction; readonly options: TransferOptions },
  { terminal, clock, signal, kubectl }: Ground,
): Carrying | undefined {
  const { file, image = imageOf(world), timeout } = options;
  const job = transferJob(world, { direction, image, seconds: timeout });
  if (options.dryRun) {
    terminal.print(plainTransfer(job, direction, { file, flags: api.flags, startSeconds }));
    return undefined;
  }
  const hears = atMostOnceASecond(clock, (line) => terminal.print([terminal.paint('dim', line)]));
  return { api, job, file, clock, signal, kubectl, hears };
}

/** The program counts each few hundred rows. */
function atMostOnceASecond(clock: Ground['clock'], tell: (line: string) => void): (line: string) => void {
  let told = Number.NEGATIVE_INFINITY;
  return (line) => {
    if (!/^[a-z_]+: \d+ rows$/.test(line) || clock.now() - told < 1000) return;
    told = clock.now();
    tell(line);
  };
}
