import { labels } from '../api/identity.ts';
import type { Notice } from '../api/status/notifications.ts';
import type { Check } from '../api/status/release.ts';
import type { CommandRecord } from '../api/status/world.ts';
import type { SpaceTimeStatus } from '../api/status.ts';
import type { Pod } from '../kube/types.ts';
import type { Wanted } from '../plan/desired.ts';
import { traffic } from '../plan/service.ts';
import { isReady } from '../rollout/arm.ts';
import type { JudgeRecord } from '../rollout/judge/record.ts';
import { shownPhase } from '../rollout/rollout.ts';
import { runtimeContainer } from '../rollout/runtimeContainer.ts';
import { mergeConditions } from './conditions.ts';
import { databaseStatus } from './database.ts';
import { drillStatus } from './drill.ts';
import { urlOf } from './exposure.ts';
import { findings } from './findings.ts';
import { revisionHistory } from './history.ts';
import { promotionStatus } from './promotion.ts';
import { releaseStatus, toldVerdict } from './release.ts';
import { standing } from './released.ts';
import { secretsStatus } from './rotation.ts';
import { servingArm } from './serving.ts';
import type { Situation } from './situation.ts';

/** What status is made from besides the situation: what stood there before, and what only a look can tell. */
export interface Told {
  readonly before: SpaceTimeStatus;
  readonly commands: readonly CommandRecord[];
  readonly notices: readonly Notice[];
  readonly pods: readonly Pod[];
  readonly record: JudgeRecord;
  /** Rows of the checks of the candidate. */
  readonly checks: readonly Check[];
  readonly now: Date;
}

/** The whole status. Equal situations give equal status, so that nothing is written when nothing has changed. */
export function statusOf(seen: Situation, wanted: Wanted, told: Told): SpaceTimeStatus {
  const { before, now } = told;
  const situation = { ...seen, verdict: toldVerdict(seen, before.release, now) };
  const { owner, rollout, asked, held, tokens, certificate } = situation;
  const serving = servingArm(situation);
  const stable = 'stable' in rollout ? rollout.stable : undefined;
  const release = releaseStatus(situation, told, before.release);
  const revisions = revisionHistory(wanted, before, imageIDs(told.pods), now);
  return {
    observedGeneration: owner.generation,
    conditions: mergeConditions(before.conditions, findings(situation), {
      generation: owner.generation,
      now,
      ...atWork(situation),
    }),
    phase: shownPhase(rollout),
    url: urlOf(situation),
    replicas: serving.arm.pods,
    readyReplicas: serving.arm.ready,
    selector: Object.entries(traffic(owner, rollout))
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
    desiredRevision: asked,
    ...(stable && { stableRevision: stable }),
    ...('candidate' in rollout && { candidateRevision: rollout.candidate }),
    ...(rollout.phase === 'Comparing' && {
      comparison: { revision: rollout.earlier, startedAt: rollout.startedAt },
    }),
    ...(release && { release }),
    ...(wanted.drill && { drill: drillStatus(wanted.drill) }),
    revisions,
    heldRevisions: held,
    secrets: secretsStatus(owner, tokens, rollout, wanted.records),
    ...(certificate.facts && { certificate: certificate.facts }),
    database: databaseStatus(situation.database),
    ...(situation.checklist && { checklist: situation.checklist }),
    ...promotionStatus(situation, revisions, before.promotion, now),
    commands: told.commands,
    notifications: told.notices,
  };
}

/** What is under way, for the condition Reconciling; a release that waits for a person or for another environment is not. */
function atWork(situation: Situation) {
  const { rollout, owner } = situation;
  const waits =
    rollout.phase === 'Canary' && (rollout.closed?.reason === 'Undecided' || rollout.approval === 'Required');
  if (!('candidate' in rollout) || waits || owner.spec.paused || owner.spec.replicas === 0) return {};
  if (situation.waiting && rollout.phase !== 'RollingBack') return {};
  return {
    atWork: {
      type: 'Reconciling',
      status: 'True',
      reason: shownPhase(rollout),
      message: standing(situation),
    } as const,
  };
}

/** The digest that the first ready pod of each revision runs. One that ends may be that of an earlier world of this name. */
function imageIDs(pods: readonly Pod[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const pod of pods.filter(({ metadata }) => !metadata.deletionTimestamp)) {
    const revision = pod.metadata.labels?.[labels.revision];
    const imageID = runtimeContainer(pod)?.imageID;
    if (revision && imageID && isReady(pod) && !found.has(revision)) found.set(revision, imageID);
  }
  return found;
}
