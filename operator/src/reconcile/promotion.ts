import type { HeldRevision } from '../api/status/history.ts';
import { awaitedPass, type Waiting } from '../rollout/promotion.ts';
import type { Reading } from '../rollout/reading.ts';
import type { Revision, Rollout } from '../rollout/rollout.ts';
import { lastServed } from '../status/history.ts';
import type { Observed } from './observed.ts';

/** What must happen elsewhere before users get what the spec asks for; absent when they have it, or it is held. */
export function waitingOf(
  { owner, asked, status, stagings, now }: Observed,
  rollout: Rollout,
  holds: readonly HeldRevision[],
): Waiting | undefined {
  const { content, revision } = asked;
  if (!content || isServed(rollout, revision) || holds.some(({ name }) => name === revision))
    return undefined;
  const imageID = status.revisions.find(({ name }) => name === revision)?.imageID;
  const question = {
    now,
    name: owner.name,
    namespace: owner.namespace,
    requires: owner.spec.promotion.requires,
    artifact: content.artifact,
    image: owner.spec.image,
    ...(imageID && { imageID }),
  };
  return awaitedPass(question, stagings);
}

const isServed = (rollout: Rollout, revision: Revision): boolean =>
  rollout.phase === 'Baking'
    ? rollout.candidate === revision
    : 'stable' in rollout && rollout.stable === revision;

/** Artifacts of all revisions; that of the one asked for is what the spec says now. */
export const artifactsOf = ({ artifacts, asked }: Observed): ReadonlyMap<Revision, string> =>
  new Map([...artifacts, ...(asked.content ? [[asked.revision, asked.content.artifact] as const] : [])]);

/** When users were given what is stable, as far as history says. */
export function promotedAtOf({ status }: Observed, rollout: Rollout): Pick<Reading, 'promotedAt'> {
  const stable = 'stable' in rollout ? rollout.stable : undefined;
  const promotedAt = stable === undefined ? undefined : lastServed(status).get(stable);
  return promotedAt === undefined ? {} : { promotedAt: new Date(promotedAt) };
}
