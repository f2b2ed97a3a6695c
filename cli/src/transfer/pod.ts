import type { Clock } from '../../../operator/src/clock.ts';
import { Conflict } from '../../../operator/src/kube/errors.ts';
import type { Job } from '../../../operator/src/kube/types.ts';
import type { Api } from '../cluster/api.ts';
import { Failed } from '../problem.ts';
import { type Start, startOf } from './start.ts';

/** How long a pod may take to start, its image included. */
export const startSeconds = 180;
const pollMilliseconds = 500;

/** A Job, and what waiting for its pod needs. */
export interface Waiting {
  readonly api: Api;
  readonly job: Job;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Makes the Job, works with its pod as soon as that runs, and removes the Job whatever happened. */
export async function withPodOf<T>(waiting: Waiting, work: (pod: string) => Promise<T>): Promise<T> {
  const { api, job } = waiting;
  await api.createJob(job).catch((error: unknown) => {
    throw error instanceof Conflict ? new Failed(underWay(job)) : error;
  });
  try {
    return await work(await started(waiting));
  } finally {
    await api.removeJob(job);
  }
}

const underWay = ({ metadata: { name, namespace } }: Job): string =>
  `Job ${namespace}/${name} is there already, so another one is under way; wait for it. If nobody is at it any more: kubectl delete job ${name} -n ${namespace}.`;

async function started({ api, job, clock, signal }: Waiting): Promise<string> {
  const begun = clock.now();
  for (;;) {
    const start = startOf(await api.podOfJob(job));
    if (start.is === 'Running') return start.pod;
    const late = clock.now() - begun >= startSeconds * 1000;
    if (start.is === 'Failed' || late) throw new Failed(notStarted(job, start));
    await clock.after(pollMilliseconds, signal).catch(() => {
      throw new Failed('Stopped before anything was done.');
    });
  }
}

const notStarted = (
  { metadata: { name, namespace } }: Job,
  start: Exclude<Start, { is: 'Running' }>,
): string =>
  `The pod of Job ${namespace}/${name} ${start.is === 'Failed' ? 'does not start' : `has not started within ${startSeconds} s`}: ${start.why}.`;
