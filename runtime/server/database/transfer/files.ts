import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes the texts to a file that only its owner can read, which is there when it is complete; `-` is standard output. Never writes over a file. */
export async function writeAll(path: string, texts: AsyncIterable<string>): Promise<void> {
  if (path === '-') return pipeline(Readable.from(texts), process.stdout);
  if (await stat(path).catch(() => undefined))
    throw new Error(`${path} is there already: name another file.`);
  const unfinished = `${path}.part`;
  await rm(unfinished, { force: true });
  try {
    await pipeline(
      Readable.from(texts),
      createWriteStream(unfinished, { mode: 0o600, flags: 'wx', flush: true }),
    );
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** The lines of a file, opened when the first is asked for. `-` is standard input. */
export async function* readLines(path: string): AsyncGenerator<string> {
  yield* linesOf(path === '-' ? process.stdin : createReadStream(path));
}

/** The lines of a stream, ended by line feeds and nothing else: JSON may hold what other readers take for an end. */
export async function* linesOf(input: Readable): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of input.setEncoding('utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
