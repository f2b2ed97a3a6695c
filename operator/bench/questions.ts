import type { Pod } from '../src/kube/types.ts';
import { aPod, revisions } from '../test/builders.ts';

/** Pods of each revision. */
const podsOfEach = 25;

/** The address of each pod: one of the loopback's own, so that all have the same port, as in a cluster. */
export const addresses = Array.from({ length: 2 * podsOfEach }, (_, i) => `127.0.1.${i + 1}`);

/** The pods of a canary at its widest, half of them the candidate's, which answer at this port. */
export const podsAt = (port: number): Readonly<Record<string, readonly Pod[]>> =>
  Object.fromEntries(
    [revisions.a, revisions.b].map((revision, side) => [
      revision,
      addresses
        .slice(side * podsOfEach, (side + 1) * podsOfEach)
        .map((address) => podAt(address, port, revision)),
    ]),
  );

function podAt(address: string, port: number, revision: string): Pod {
  const pod = aPod({ name: address, revision });
  return {
    ...pod,
    spec: { containers: [{ name: 'runtime', ports: [{ name: 'http', containerPort: port }] }] },
    status: { ...pod.status, podIP: address },
  };
}
