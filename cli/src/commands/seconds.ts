import { BadInput } from '../problem.ts';

/** What `--timeout` was given. Throws `BadInput` where that is no number of seconds. */
export function secondsOf(text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !Number.isFinite(seconds) || seconds < 0)
    throw new BadInput(`--timeout must be a number of seconds, not "${text}".`);
  return seconds;
}
