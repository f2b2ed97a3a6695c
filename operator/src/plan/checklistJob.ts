import type { KubeObject } from '../kube/types.ts';
import { type CheckedTrial, type CheckImages, checkJob, checkSecret } from './checkJob.ts';
import { type CheckNeeds, isCheck, type WantedChecks, wantedChecks } from './checks.ts';
import { revisionObjectName } from './metadata.ts';
import type { Owner } from './owner.ts';
import type { Recorded } from './recorded.ts';

const suffix = '-checklist';

/** Whether the object belongs to a run of the checklist, and not to the checks of a release. */
export const isOfChecklist = (object: KubeObject): boolean =>
  isCheck(object) && object.metadata.name.endsWith(suffix);

/**
 * The Job that asks a stable revision what was asked of it before it had users, beside a world of its own as then, and the
 * Secret with the token of that world.
 */
export function checklistObjects(
  owner: Owner,
  trial: CheckedTrial,
  {
    recorded,
    images,
    token,
  }: { readonly recorded: Recorded; readonly images: CheckImages; readonly token: string },
): readonly KubeObject[] {
  const name = `${revisionObjectName(owner, trial.candidate)}${suffix}`;
  const job = checkJob(owner, trial, { recorded, images, name });
  return job ? [checkSecret(owner, trial, token, name), job] : [];
}

/** Objects of the checks of a release, and of a run of the checklist; there is never more than one of both. */
export function besideChecklist(ofChecklist: WantedChecks, needs: CheckNeeds): WantedChecks {
  const { create, keep } = wantedChecks(needs);
  return { create: [...create, ...ofChecklist.create], keep: [...keep, ...ofChecklist.keep] };
}
