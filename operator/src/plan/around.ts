import type { KubeObject } from '../kube/types.ts';
import { autoscaler } from './autoscaler.ts';
import { certificateRequest } from './certificateRequest.ts';
import { databaseObjects } from './databaseObjects.ts';
import type { Wanted } from './desired.ts';
import { disruptionBudget } from './disruptionBudget.ts';
import { hasHttps } from './https.ts';
import { ingress } from './ingress.ts';
import { liveRevisions } from './liveRevisions.ts';
import { monitoringObjects } from './monitoring/monitoringObjects.ts';
import { networkPolicies } from './networkPolicies.ts';
import { route } from './route.ts';

/**
 * What is around the pods: what asks them, the database, how many there may be, who may reach whom, how users come, and who watches. One that
 * is refused keeps no other from being written.
 */
export function around(wanted: Wanted): KubeObject[] {
  const { owner, rollout, records, database, surroundings, certificateRequest: request } = wanted;
  const { autoscaling, exposure } = owner.spec;
  const live = liveRevisions(rollout).flatMap(
    (name) => records.find((recorded) => recorded.name === name) ?? [],
  );
  return [
    ...wanted.checks.create,
    ...(database ? databaseObjects(owner, database) : []),
    disruptionBudget(owner),
    ...(autoscaling ? [autoscaler(owner, autoscaling)] : []),
    ...(surroundings ? networkPolicies(owner, live, surroundings) : []),
    ...(exposure.ingress ? [ingress(owner, exposure.ingress, hasHttps(owner, live))] : []),
    ...(request ? [certificateRequest(owner, request)] : []),
    ...(wanted.routed?.isNew ? route(wanted) : []),
    ...monitoringObjects(owner, rollout, wanted.monitoring),
  ];
}
