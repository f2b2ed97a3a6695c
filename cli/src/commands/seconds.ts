import { BadInput } from '../problem.ts';

/** Reads what follows `--timeout`. Throws `BadInput`. */
export function secondsOf(text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !Number.isFinite(seconds) || seconds < 0)
    throw new BadInput(`--timeout must be a number of seconds, not "${text}".`);
  return seconds;
}
