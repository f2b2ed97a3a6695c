import type { EndpointWrite } from '../harness/endpointWrites.ts';

interface Rejected {
  /** Through which users reach the revision. */
  readonly service: string;
  readonly revision: string;
  /** When the verdict was, in milliseconds since the epoch. */
  readonly since: number;
}

/**
 * Milliseconds from the verdict on a revision until no slice of the Service leads to it any more. `writes` begin before it had
 * users. Absent when it had none at the verdict, or still has some.
 */
export function cutMilliseconds(
  writes: readonly EndpointWrite[],
  { service, revision, since }: Rejected,
): number | undefined {
  const leading = new Set<string>();
  let hadUsers = false;
  for (const { at, slice, pods, service: its } of writes) {
    if (at > since && !hadUsers) return undefined;
    if (its === service && pods.some((pod) => pod.includes(`-${revision}-`))) leading.add(slice);
    else leading.delete(slice);
    hadUsers = leading.size > 0;
    if (at > since && !hadUsers) return at - since;
  }
  return undefined;
}
