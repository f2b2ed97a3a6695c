import { type Result, settled } from '../controller/result.ts';
import { besideStable, type Rollout } from '../rollout/rollout.ts';
import type { Observed } from './observed.ts';
import { blockedBy, type Prepared } from './prepared.ts';

export const eachSecond: Result = { requeueAfterSeconds: 1 };

/**
 * When to look next, where nothing that is watched changes before. A release is looked at each second. Secrets and Gateways of
 * the user are not watched, so a world that depends on one looks again.
 */
export function lookAgain(observed: Observed, rollout: Rollout, prepared: Prepared): Result {
  if (besideStable(rollout) !== undefined) return eachSecond;
  if (blockedBy(observed, prepared)) return { requeueAfterSeconds: 10 };
  const { inSeconds } = prepared.waiting ?? {};
  if (inSeconds !== undefined) return { requeueAfterSeconds: inSeconds };
  const { secrets, tls, database, exposure } = observed.owner.spec;
  const secret = secrets.secretRef ?? tls.secretRef ?? database.secretRef ?? secrets.mounts[0];
  const dependsOnOthers = secret ?? tls.certManager ?? exposure.gateway;
  return dependsOnOthers ? { requeueAfterSeconds: 30 } : settled;
}
