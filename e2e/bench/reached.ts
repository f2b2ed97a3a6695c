import type { EndpointWrite } from '../harness/endpointWrites.ts';

/** Where a Service leads to from one write on: names of pods. */
interface Leading {
  readonly at: number;
  readonly pods: readonly string[];
}

/** Where a Service leads to after each write of one of its slices; slices that were not written to are unknown, and count as empty. */
function leadings(writes: readonly EndpointWrite[], service: string): readonly Leading[] {
  const slices = new Map<string, readonly string[]>();
  return writes.flatMap(({ at, slice, pods, service: its }) => {
    if (its !== service && !slices.has(slice)) return [];
    slices.set(slice, its === service ? pods : []);
    return [{ at, pods: [...slices.values()].flat() }];
  });
}

/** Counts the moments at which a Service that had led to ready pods began to lead to none. */
export const emptyMoments = (writes: readonly EndpointWrite[], service: string): number =>
  leadings(writes, service).filter(
    ({ pods }, i, all) => pods.length === 0 && (all[i - 1]?.pods.length ?? 0) > 0,
  ).length;

/** Counts how often a Service began to lead to a revision after a moment, such as the verdict on it. */
export const timesLedTo = (
  writes: readonly EndpointWrite[],
  service: string,
  { revision, since }: { readonly revision: string; readonly since: number },
): number => {
  const leads = ({ pods }: Leading) => pods.some((pod) => pod.includes(`-${revision}-`));
  return leadings(writes, service).filter(
    (now, i, all) => now.at > since && leads(now) && !leads(all[i - 1] ?? { at: 0, pods: [] }),
  ).length;
};
