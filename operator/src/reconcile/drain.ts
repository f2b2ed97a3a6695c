import type { Logger } from 'pino';
import type { Pod } from '../kube/types.ts';
import type { AskPod } from '../watch/podHttp.ts';

const timeoutMilliseconds = 2000;

/** Tells a pod to send its users elsewhere. One that does not listen is taken away with its revision a little later. */
export const drainPod =
  (ask: AskPod, log: Logger) =>
  async (pod: Pod, token: string | undefined): Promise<void> => {
    const { status } = await ask(pod, { method: 'POST', path: '/admin/drain', token, timeoutMilliseconds });
    if (status !== 202) log.warn({ pod: pod.metadata.name, status }, 'pod does not drain');
  };
