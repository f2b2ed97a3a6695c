import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import {
  type Contents,
  type ContentsReader,
  contentsOf,
  contentsReader,
} from '../../../runtime/server/database/transfer/contents.ts';
import { linesOf, readLines, writeAll } from '../../../runtime/server/database/transfer/files.ts';
import { importedWords } from '../../../runtime/server/database/transfer/format.ts';
import { execIn } from '../cluster/exec.ts';
import { Failed } from '../problem.ts';
import { programOf } from './job.ts';
import { type Waiting, withPodOf } from './pod.ts';

/** A world on its way, one way or the other. */
export interface Carrying extends Waiting {
  readonly file: string;
  /** The program kubectl, as it is found. */
  readonly kubectl: string;
  /** Hears how far it is. */
  readonly hears: (line: string) => void;
}

/**
 * Writes a world to a file that was not there, and answers what the file holds. The file appears when its last line, the sum of all
 * others, has arrived and fits; otherwise there is none, and `Failed` says why.
 */
export const carryOut = (carrying: Carrying): Promise<Contents> =>
  withPodOf(carrying, async (pod) => {
    const stop = new AbortController();
    const signal = AbortSignal.any([carrying.signal, stop.signal]);
    const { output, ended } = execIn({ ...placeOf(carrying, pod), program: programOf('backup'), signal });
    const written = writeWhole(carrying.file, output).catch((error: unknown) => {
      // A program whose output nobody reads any more would never end.
      if (!output.readableEnded) stop.abort(error);
      throw error;
    });
    const [end, write] = await Promise.allSettled([ended, written]);
    if (write.status === 'fulfilled') return write.value;
    // What the program says of a failure explains more than where its output ended.
    const reason: unknown = end.status === 'rejected' ? end.reason : write.reason;
    if (reason instanceof Failed) throw reason;
    return damaged(`No backup was made, and ${carrying.file} was not written`)(reason);
  });

async function writeWhole(file: string, output: Readable): Promise<Contents> {
  const reader = contentsReader();
  await writeAll(file, readWhole(output, reader));
  return reader.contents();
}

/** Ends only when all has come, so that no file is made of less. */
async function* readWhole(output: Readable, reader: ContentsReader): AsyncGenerator<string> {
  for await (const text of linesOf(output)) {
    reader.take(text);
    yield `${text}\n`;
  }
  reader.contents();
}

/** Reads a file that holds `world` into the database of a world. `Failed` says why that was not done, or is not known to be done. */
export const carryIn = (carrying: Carrying, { header: { world } }: Contents): Promise<void> =>
  withPodOf(carrying, async (pod) => {
    const { signal, file } = carrying;
    const input = createReadStream(file);
    const program = programOf('restore');
    const place = placeOf(carrying, pod);
    let isDone = false;
    const hears = (line: string) => {
      isDone ||= line === importedWords(world);
      place.hears(line);
    };
    const { output, ended } = execIn({ ...place, hears, program, input, signal });
    output.resume();
    await ended;
    // kubectl ends well, too, where the connection was cut off.
    if (!isDone)
      throw new Failed(
        `The connection ended before the pod said that world ${world} is in the database: restore it again, which is refused if it is there after all.`,
      );
  });

const placeOf = ({ api, job, kubectl, hears }: Carrying, pod: string) => ({
  kubectl,
  flags: api.flags,
  namespace: job.metadata.namespace ?? '',
  pod,
  hears,
});

/** What a file holds; `Failed` unless it is a whole backup. */
export const contentsOfFile = (file: string): Promise<Contents> =>
  contentsOf(readLines(file)).catch(damaged(`${file} is no backup that could be restored`));

const damaged =
  (what: string) =>
  (error: unknown): never => {
    throw new Failed(`${what}: ${(error as Error).message}`, { cause: error });
  };
