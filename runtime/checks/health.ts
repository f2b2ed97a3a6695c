import type { Check } from './check.ts';
import type { Site } from './site.ts';
import { inSeconds, poll } from './waiting.ts';

/** A candidate that starts is waited for; other checks want some of the time as well. */
const patienceMilliseconds = 60_000;

/** Both the candidate's pods and its world of the check are ready. */
export const health: Check = {
  name: 'smoke.health',
  ask: async ({ preview, world, signal }) => {
    const began = performance.now();
    const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMilliseconds)]);
    await ready(preview, 'the preview', patience);
    await ready(world, 'the world of the check', patience);
    return `200 after ${inSeconds(performance.now() - began)}`;
  },
};

async function ready(site: Site, name: string, signal: AbortSignal): Promise<void> {
  let last = 'did not answer';
  await poll(
    signal,
    async () => {
      try {
        const { status } = await site.ask('/health');
        last = `answered ${status} instead of 200`;
        return status === 200 || undefined;
      } catch {
        // A question that the end of the time has cut off says nothing of the candidate.
        if (!signal.aborted) last = 'did not answer';
        return undefined;
      }
    },
    () => `GET /health of ${name} ${last}.`,
  );
}
