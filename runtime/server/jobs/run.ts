import type { Logger } from 'pino';
import { isUnavailable } from '../database/unavailable.ts';
import { ClaimLost, type Taken } from '../queue/queue.ts';
import { steadily } from '../queue/steadily.ts';
import { type Begun, type Books, begin, type Ending, end, handBack, report } from './attempt.ts';
import { type SceneWork, type Step, stepsOf, type Told } from './steps.ts';

/** What jobs are done with. `now` is in milliseconds. */
export interface Workshop extends Books {
  readonly work: SceneWork;
  readonly log: Logger;
  readonly now: () => number;
  /** Told of each job that this process ended. */
  readonly count: (type: string, status: Ending['status']) => void;
}

/** Does a job, or as much of it as there is left to do. Rejects when it has to be done again. */
export async function run(workshop: Workshop, taken: Taken, stop: AbortSignal): Promise<void> {
  const beginning = await begin(workshop, taken);
  if ('ended' in beginning) {
    if (beginning.ended) workshop.count(beginning.type, beginning.ended.status);
    return;
  }
  const { begun } = beginning;
  try {
    const ending = await attempt(workshop, begun, stop);
    const status = await steadily(stop, () => end(workshop, taken, begun, ending));
    workshop.count(begun.job.type, status);
  } catch (error) {
    if (stop.aborted) await handBack(workshop, begun);
    throw error;
  }
}

async function attempt(workshop: Workshop, begun: Begun, stop: AbortSignal): Promise<Ending> {
  try {
    const steps = await stepsOf(begun.job, workshop.work);
    const results = await inOrder(workshop, begun, steps, stop);
    if (!results) return { status: 'cancelled' };
    return { status: 'completed', result: summary(results) };
  } catch (error) {
    if (stop.aborted || error instanceof ClaimLost || isUnavailable(error)) throw error;
    workshop.log.error({ err: error, job: begun.id }, 'A job failed.');
    return { status: 'failed', error: 'It failed in a way that was not expected; the log says how.' };
  }
}

const reportMilliseconds = 250;

/** Does the steps one by one. Nothing when the job was cancelled meanwhile; a step that has begun is finished first. */
async function inOrder(workshop: Workshop, begun: Begun, steps: readonly Step[], stop: AbortSignal) {
  const results: Told[] = [];
  let reported = workshop.now();
  for (const step of steps) {
    stop.throwIfAborted();
    if (workshop.now() - reported >= reportMilliseconds) {
      const progress = results.length / steps.length;
      if (await steadily(stop, () => report(workshop, begun, progress))) return undefined;
      reported = workshop.now();
    }
    results.push(await step());
  }
  return results;
}

const summary = (results: readonly Told[]) => ({
  total: results.length,
  succeeded: results.filter(({ success }) => success).length,
  failed: results.filter(({ success }) => !success).length,
  results,
});
