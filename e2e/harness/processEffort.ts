import { readFile } from 'node:fs/promises';

/** What a process has taken of the machine. */
export interface ProcessEffort {
  /** Processor time since it started, all its threads together. */
  readonly processorMilliseconds: number;
  /** Memory that it holds now, shared pages included. */
  readonly residentBytes: number;
}

// Linux tells both in these units to every program, whatever it counts in itself.
const millisecondsOfTick = 10;
const bytesOfPage = 4096;

/** What a process of this machine has taken so far; undefined when there is none of this number. Source: proc_pid_stat(5). */
export async function effortOf(pid: number): Promise<ProcessEffort | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The second field is a name in parentheses that may hold anything; the third comes after it.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  if (!fields) return undefined;
  const field = (number: number) => Number(fields[number - 3]);
  return {
    processorMilliseconds: (field(14) + field(15)) * millisecondsOfTick,
    residentBytes: field(24) * bytesOfPage,
  };
}
