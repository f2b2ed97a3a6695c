import type { Pod } from '../kube/types.ts';
import { noProbes, type PairedProbes } from '../rollout/judge/batch.ts';
import type { AskPod } from './podHttp.ts';

/**
 * What visitors ask for, without a token: none of it changes the world, and none of it uses up the requests that the
 * limit gives to callers of the API.
 */
const visited = ['/', '/world'];
const timeoutMilliseconds = 2000;

/**
 * Asks a pod of each revision the same, at the same moment, so that what hurts both counts for neither; nobody where one
 * has no pod. `look` counts the looks: it chooses path and pods in turn.
 */
export async function pairedProbes(
  stable: readonly Pod[],
  candidate: readonly Pod[],
  {
    look,
    pairs,
    ask,
  }: {
    readonly look: number;
    readonly pairs: number;
    readonly ask: AskPod;
  },
): Promise<PairedProbes> {
  if (stable.length === 0 || candidate.length === 0) return noProbes;
  const failures = await Promise.all(
    Array.from({ length: pairs }, async (_, i) => {
      const turn = look * pairs + i;
      const path = visited[turn % visited.length] ?? '/';
      const fails = async (pods: readonly Pod[]) => {
        const pod = pods[turn % pods.length];
        return pod ? isFailure((await ask(pod, { path, timeoutMilliseconds })).status) : undefined;
      };
      const [stableFailed, candidateFailed] = await Promise.all([fails(stable), fails(candidate)]);
      return stableFailed === undefined || candidateFailed === undefined
        ? []
        : [{ stableFailed, candidateFailed }];
    }),
  );
  const all = failures.flat();
  return {
    pairs: all.length,
    onlyCandidateFailed: all.filter((pair) => pair.candidateFailed && !pair.stableFailed).length,
    onlyStableFailed: all.filter((pair) => pair.stableFailed && !pair.candidateFailed).length,
    bothFailed: all.filter((pair) => pair.stableFailed && pair.candidateFailed).length,
  };
}

const isFailure = (status: number): boolean => status === 0 || status >= 500;
