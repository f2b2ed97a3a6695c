import type { Pod } from '../kube/types.ts';
import { isReady } from '../rollout/arm.ts';
import { expositionReader } from './exposition.ts';
import type { AskPod } from './podHttp.ts';

const sockets = 'spacetime_sockets';
const timeoutMilliseconds = 2000;
const read = expositionReader(new Set([sockets]));

/** Open WebSockets of each ready pod that answers, by its uid. */
export async function occupancy(pods: readonly Pod[], ask: AskPod): Promise<ReadonlyMap<string, number>> {
  const answers = await Promise.all(
    pods.filter(isReady).map(async (pod) => {
      const { status, text } = await ask(pod, { path: '/metrics', timeoutMilliseconds });
      const samples = read(text);
      if (status !== 200 || samples.length === 0) return [];
      return [[pod.metadata.uid ?? '', samples.reduce((sum, { value }) => sum + value, 0)] as const];
    }),
  );
  return new Map(answers.flat());
}
