import { stat } from 'node:fs/promises';
import { styleText } from 'node:util';
import { compilerThreads } from '../thread/threads.ts';
import { worldFiles } from '../worldFiles.ts';
import { type Row, rowOf } from './row.ts';
import { type Paint, table, warningSummary } from './table.ts';

const exitCodes = { done: 0, refused: 1, usage: 2 } as const;

const paint: Paint = (style, text) => styleText(style, text, { stream: process.stdout });

/** Compiles every scene of a Godot project and prints a table. */
async function main(directory: string | undefined): Promise<number> {
  const isThere = directory !== undefined && (await stat(directory).catch(() => undefined))?.isDirectory();
  if (!directory || !isThere)
    return complain('Name the directory of a Godot project: npm run scenes -- DIR.');
  const scenes = await worldFiles(directory).list('res://', true);
  if (scenes.length === 0) return complain(`There are no scenes (.tscn or .glb) in ${directory}.`);
  const threads = compilerThreads();
  const rows: Row[] = [];
  for (const { path } of scenes) {
    progress(`${rows.length} of ${scenes.length}: ${path}`);
    rows.push(await rowOf(path, (scene) => threads.compile(directory, scene)));
  }
  threads.close();
  progress('');
  process.stdout.write(`${warningSummary(rows, paint)}\n${table(rows, paint)}`);
  return rows.some(({ error }) => error !== undefined) ? exitCodes.refused : exitCodes.done;
}

/** One line that is written over and over, where somebody watches. */
function progress(line: string): void {
  if (process.stderr.isTTY)
    process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
}

function complain(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return exitCodes.usage;
}

process.exitCode = await main(process.argv[2]);
