import type { RevisionRecord } from '../api/status/history.ts';
import type { PromotionStatus } from '../api/status/promotion.ts';
import type { SpaceTimeStatus } from '../api/status.ts';
import { passes } from '../rollout/passes.ts';
import { type Announcement, announce } from './events.ts';
import { cut } from './rollout.ts';
import type { Situation } from './situation.ts';

/** What this world says to the environments after it, and what it waits for itself; nothing where there is neither. */
export function promotionStatus(
  { owner, rollout, waiting }: Situation,
  revisions: readonly RevisionRecord[],
  before: PromotionStatus | undefined,
  now: Date,
): Pick<SpaceTimeStatus, 'promotion'> {
  const isAsked = owner.spec.promotion.allowedNamespaces.length > 0;
  const passed = isAsked ? passes(before?.passed ?? [], rollout, revisions, now) : [];
  if (passed.length === 0 && !waiting) return {};
  return { promotion: { passed, ...(waiting && { waitingFor: cut(waiting.waitingFor, 512) }) } };
}

/** What a step from one status to the next means for promotion, on either side. */
export const promotionAnnouncements = (
  before: SpaceTimeStatus,
  after: SpaceTimeStatus,
  waiting: Situation['waiting'],
): readonly Announcement[] => [
  ...asker(before, after, waiting),
  ...given(before, after),
  ...withdrawn(before, after),
];

function asker(
  before: SpaceTimeStatus,
  after: SpaceTimeStatus,
  waiting: Situation['waiting'],
): readonly Announcement[] {
  const revision = after.desiredRevision;
  const [then, now] = [before.promotion?.waitingFor, after.promotion?.waitingFor];
  const isSame = before.desiredRevision === revision;
  if (now !== undefined && waiting && (then === undefined || !isSame)) {
    const isOnTrial = isSame && before.candidateRevision === revision;
    return isOnTrial
      ? [announce('PromotionWithdrawn', `Revision ${revision} goes no further: ${waiting.message}`)]
      : [announce('WaitingForPromotion', `Revision ${revision} waits: ${waiting.message}`)];
  }
  const passed = then !== undefined && now === undefined && isSame;
  return passed
    ? [announce('PromotionPassed', `Revision ${revision} waits no longer: ${then} has passed.`)]
    : [];
}

const given = (before: SpaceTimeStatus, after: SpaceTimeStatus): readonly Announcement[] =>
  (after.promotion?.passed ?? [])
    .filter(
      ({ artifact, time }) =>
        !before.promotion?.passed.some((old) => old.artifact === artifact && old.time === time),
    )
    .map(({ artifact, image }) =>
      announce('PromotionPassed', `Artifact ${artifact} (${image}) has passed here.`),
    );

/** A pass that only made room for newer ones was not withdrawn. */
const withdrawn = (before: SpaceTimeStatus, after: SpaceTimeStatus): readonly Announcement[] =>
  (before.promotion?.passed ?? [])
    .filter(({ artifact }) => !after.promotion?.passed.some((pass) => pass.artifact === artifact))
    .filter(({ artifact }) =>
      after.revisions.some((one) => one.artifact === artifact && one.state === 'Held'),
    )
    .map(({ artifact }) =>
      announce('PromotionWithdrawn', `Artifact ${artifact} has not passed here after all.`),
    );
