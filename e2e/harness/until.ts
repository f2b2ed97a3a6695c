import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks again, five times a second, until `look` answers something; what goes wrong meanwhile is only told when the
 * time is over. Throws a sentence that begins with `what`.
 */
export async function until<T>(what: string, look: () => Promise<T | undefined>, seconds = 180): Promise<T> {
  let problem: unknown;
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(200)) {
    try {
      const seen = await look();
      if (seen !== undefined) return seen;
      problem = undefined;
    } catch (error) {
      problem = error;
    }
  }
  const why = problem instanceof Error ? `: ${problem.message}` : '.';
  throw new Error(`${what} did not happen within ${seconds} s${why}`, { cause: problem });
}
