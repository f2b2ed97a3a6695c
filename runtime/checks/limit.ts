import { setTimeout } from 'node:timers/promises';
import { limit as allowed } from './access.ts';
import { type Check, insist } from './check.ts';
import type { Answer } from './site.ts';

const asked = allowed.requests + 5;

/** A token is admitted as often as its limit says, told when it is admitted again, and is then. */
export const limit: Check = {
  name: 'smoke.limit',
  ask: async ({ world, access, signal }) => {
    const { limited: token } = await access();
    const answers = await burst(() => world.ask('/status', { token }), signal);
    const admitted = answers.filter(({ status }) => status === 200).length;
    const refused = answers.filter(({ status }) => status === 429);
    insist(
      admitted === allowed.requests && refused.length === asked - allowed.requests,
      `Of ${asked} requests at once ${admitted} were admitted and ${refused.length} got 429, with a limit of ${allowed.requests}.`,
    );
    const reset = Number(refused[0]?.headers['retry-after']);
    insist(
      reset >= 1 && reset <= allowed.seconds,
      `Retry-After is ${refused[0]?.headers['retry-after'] ?? 'missing'}, not 1 to ${allowed.seconds}.`,
    );
    await setTimeout(reset * 1000, undefined, { signal });
    const { status } = await world.ask('/status', { token });
    insist(status === 200, `After the ${reset} s of Retry-After the answer was ${status} instead of 200.`);
    return `${admitted} of ${asked} requests admitted, 429 to the rest, 200 again after ${reset} s`;
  },
};

/** Many answers that fit into one window of the limit: on a machine that pauses, some would fall into the next. */
async function burst(ask: () => Promise<Answer>, signal: AbortSignal): Promise<readonly Answer[]> {
  const window = allowed.seconds * 1000;
  for (;;) {
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: asked }, ask));
    if (performance.now() - began < window) return answers;
    await setTimeout(window, undefined, { signal });
  }
}
