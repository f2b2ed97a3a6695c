import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { linesOf } from '../../../runtime/server/database/transfer/files.ts';
import { Failed } from '../problem.ts';

/** A program to be run in a pod. */
export interface Exec {
  /** The program kubectl, as it is found. */
  readonly kubectl: string;
  readonly namespace: string;
  readonly pod: string;
  /** Options that lead kubectl to the cluster. */
  readonly flags: readonly string[];
  readonly program: readonly string[];
  /** What it reads; absent: nothing. */
  readonly input?: Readable;
  /** Ends it; `ended` rejects with its reason, or `Failed` when it has none. */
  readonly signal: AbortSignal;
  /** Hears of each line that it writes to its standard error. */
  readonly hears: (line: string) => void;
}

/** What it writes, and how it ended. */
export interface Running {
  readonly output: Readable;
  /** Rejects with `Failed` and its last words unless it ended well. */
  readonly ended: Promise<void>;
}

/**
 * Runs a program in a pod by `kubectl exec`, whose streams hold back who is faster, and whose words stand in no log of the node. Whether
 * all that was written has arrived is for the reader to know: a connection may be cut off without a word.
 */
export function execIn({ kubectl, namespace, pod, flags, program, input, signal, hears }: Exec): Running {
  const args = ['exec', '-n', namespace, ...flags, ...(input ? ['-i'] : []), pod, '--', ...program];
  const child = spawn(kubectl, args, { stdio: 'pipe', signal });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // A program that ends before it has read everything says why; that the pipe is broken says nothing.
  const fed = pipeline(input ?? Readable.from([]), child.stdin).catch(() => undefined);
  const words: string[] = [];
  const heard = listen(child.stderr, (line) => {
    words.push(line);
    hears(line);
  });
  const ended = Promise.all([exited, heard, fed]).then(
    ([code]) => {
      if (code !== 0) throw new Failed(lastWords(words));
    },
    (error: unknown) => {
      throw unableTo(error, signal);
    },
  );
  return { output: child.stdout, ended };
}

async function listen(input: Readable, hears: (line: string) => void): Promise<void> {
  for await (const line of linesOf(input)) if (line !== '') hears(line);
}

/** The sentence of the program stands before that of kubectl, which only says that there was an exit code. */
function lastWords(words: readonly string[]): string {
  const missing = words.find((line) => line.includes('Cannot find module'));
  if (missing)
    return 'The image has no program for backups: it is older than they are. Name a later one with --image.';
  const said = words.filter((line) => !/^command terminated with exit code/.test(line));
  return said.at(-1) ?? 'kubectl exec ended without a word.';
}

/** Whoever ended it may have said why. */
function unableTo(error: unknown, { aborted, reason }: AbortSignal): unknown {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT')
    return new Failed('The program kubectl is not in the PATH, and it carries the data: install it.');
  if (!aborted) return error;
  return reason instanceof DOMException ? new Failed('Stopped.') : reason;
}
