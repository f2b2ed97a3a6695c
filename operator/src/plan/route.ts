import type { KubeObject } from '../kube/types.ts';
import type { Wanted } from './desired.ts';
import { httpRoute } from './httpRoute.ts';
import { liveRevisions } from './liveRevisions.ts';
import { usersService } from './service.ts';

/** The HTTPRoute and what it leads to; none where the spec asks for no Gateway. Services first: a route to one that is not there is refused. */
export function route({ owner, rollout, routed }: Wanted): readonly KubeObject[] {
  if (!owner.spec.exposure.gateway || !routed) return [];
  return [
    ...liveRevisions(rollout).map((revision) => usersService(owner, revision)),
    httpRoute(owner, routed.parents, rollout, routed.percent),
  ];
}
