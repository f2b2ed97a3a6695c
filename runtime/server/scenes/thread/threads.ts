import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { releaseBuild } from '../../build.ts';
import type { Outcome } from '../compile.ts';
import { Exhausted } from '../sceneFault.ts';
import type { Reply } from './messages.ts';
import { whenExhausted } from './patience.ts';

/** Compiles scenes in threads. */
export interface CompilerThreads {
  /** Throws Exhausted when a scene takes too long or too much memory; its thread is ended then. */
  readonly compile: (directory: string, path: string) => Promise<Outcome>;
  readonly close: () => void;
}

/** How threads are used; tests have less patience. */
export interface ThreadSettings {
  readonly seconds?: number;
  readonly atOnce?: number;
  readonly heapMegabytes?: number;
  readonly entry?: string;
}

interface Thread {
  readonly worker: Worker;
  readonly ready: Promise<void>;
  idle: NodeJS.Timeout | undefined;
}

/** A thread that is not used for so long gives its memory back. */
const idleMilliseconds = 30_000;
const startSeconds = 30;

/** The program of a thread: a file of its own in the image. */
export const threadEntry = releaseBuild
  ? join(import.meta.dirname, 'compiler.mjs')
  : join(import.meta.dirname, 'main.ts');

/** Starts no thread before it is needed; keeps those that are free for a while. They do not keep the process alive. */
export function compilerThreads(settings: ThreadSettings = {}): CompilerThreads {
  const { seconds = 5, atOnce = 2, heapMegabytes = 512, entry = threadEntry } = settings;
  const free: Thread[] = [];
  const waiting: ((thread: Thread) => void)[] = [];
  const all = new Set<Thread>();

  const start = (): Thread => {
    const worker = new Worker(entry, {
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
    });
    const thread: Thread = {
      worker,
      ready: answer(worker, startSeconds, 'start').then(() => {}),
      idle: undefined,
    };
    thread.ready.catch(() => {});
    all.add(thread);
    return thread;
  };

  const take = (): Promise<Thread> => {
    const thread = free.pop() ?? (all.size < atOnce ? start() : undefined);
    if (!thread) return new Promise((resolve) => waiting.push(resolve));
    clearTimeout(thread.idle);
    thread.worker.ref();
    return Promise.resolve(thread);
  };

  const giveBack = (thread: Thread) => {
    const next = waiting.shift();
    if (next) return next(thread);
    thread.worker.unref();
    thread.idle = setTimeout(() => end(thread), idleMilliseconds).unref();
    free.push(thread);
  };

  const end = (thread: Thread) => {
    all.delete(thread);
    if (free.includes(thread)) free.splice(free.indexOf(thread), 1);
    void thread.worker.terminate();
  };

  const replace = (thread: Thread) => {
    end(thread);
    const next = waiting.shift();
    if (next) next(start());
  };

  return {
    compile: async (directory, path) => {
      const thread = await take();
      try {
        await thread.ready;
        const answered = answer(thread.worker, seconds, 'compile');
        thread.worker.postMessage({ directory, path });
        const reply = await answered;
        giveBack(thread);
        return outcomeOf(reply);
      } catch (error) {
        if (all.has(thread) && !free.includes(thread)) replace(thread);
        throw error;
      }
    },
    close: () => {
      for (const thread of all) end(thread);
    },
  };
}

function outcomeOf(reply: Reply): Outcome {
  if (reply.kind === 'outcome') return reply.outcome;
  throw new Error(reply.kind === 'failure' ? reply.message : 'The compiler thread answered out of turn.');
}

/** The next answer of a thread. Rejects with Exhausted when there is none in time, or the thread runs out of memory. */
function answer(worker: Worker, seconds: number, doing: 'start' | 'compile'): Promise<Reply> {
  const inputs = new Map<string, string>();
  const exhausted = (why: string) =>
    new Exhausted(
      why,
      [...inputs].map(([path, seen]) => ({ path, seen })),
    );
  return new Promise((resolve, reject) => {
    const settle = (done: () => void) => {
      stop();
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      done();
    };
    const onMessage = (reply: Reply) => {
      if (reply.kind === 'input') inputs.set(reply.input.path, reply.input.seen);
      else settle(() => resolve(reply));
    };
    const onError = (error: NodeJS.ErrnoException) =>
      settle(() =>
        reject(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? exhausted('needs too much memory to compile') : error,
        ),
      );
    const onExit = () => settle(() => reject(new Error('The compiler thread ended.')));
    const stop = whenExhausted(worker, seconds, () =>
      settle(() => reject(exhausted(`takes longer than ${seconds} s to ${doing}`))),
    );
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}
