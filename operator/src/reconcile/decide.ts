import type { HeldRevision } from '../api/status/history.ts';
import type { Condition } from '../api/status/world.ts';
import type { SpaceTimeStatus } from '../api/status.ts';
import { type Result, settled } from '../controller/result.ts';
import type { KubeObject, Pod } from '../kube/types.ts';
import { type CertificatePlan, certificatePlan } from '../plan/certificatePlan.ts';
import { wantedChecks } from '../plan/checks.ts';
import { type DatabasePlan, databasePlan } from '../plan/databasePlan.ts';
import { desired, kept, type Wanted } from '../plan/desired.ts';
import { type TokenPlan, tokenPlan } from '../plan/tokenPlan.ts';
import { pendingRows } from '../rollout/checks.ts';
import { next } from '../rollout/next.ts';
import type { Waiting } from '../rollout/promotion.ts';
import type { Reading } from '../rollout/reading.ts';
import { onTrial, type Revision, type Rollout } from '../rollout/rollout.ts';
import { unwatched } from '../rollout/watched.ts';
import { checkAnnouncements } from '../status/checkEvents.ts';
import { type DatabaseFinding, databaseFinding } from '../status/database.ts';
import { databaseAnnouncements } from '../status/databaseEvents.ts';
import { type Announcement, announcements } from '../status/events.ts';
import type { Problem } from '../status/problem.ts';
import { promotionAnnouncements } from '../status/promotion.ts';
import { heldRevision, rolloutOf } from '../status/rollout.ts';
import { statusOf } from '../status/status.ts';
import { armsOf, strangersOf } from './arms.ts';
import { type ChecksSeen, checksOf } from './checks.ts';
import { type Commands, commandsOf } from './commands.ts';
import type { Observed } from './observed.ts';
import { podActions } from './podActions.ts';
import { artifactsOf, waitingOf } from './promotion.ts';
import { recordsOf } from './records.ts';
import { verdictsOf } from './verdicts.ts';

export interface Plan {
  readonly status: SpaceTimeStatus;
  readonly rollout: Rollout;
  readonly announcements: readonly Announcement[];
  /** In apply order. */
  readonly apply: readonly KubeObject[];
  /** Existing children that stay although they are not applied. */
  readonly keep: readonly KubeObject[];
  /** Pods to be told that they are leaving. */
  readonly drain: readonly Pod[];
  /** Pods that make way for others: whose image could not be pulled, or whose database has other settings now. */
  readonly replace: readonly Pod[];
  readonly result: Result;
}

/** What is settled before the rollout is asked. */
interface Prepared {
  readonly commands: Commands;
  readonly checks: ChecksSeen;
  readonly holds: readonly HeldRevision[];
  readonly waiting?: Waiting | undefined;
  readonly tokens: TokenPlan;
  readonly certificate: CertificatePlan;
  readonly database: DatabasePlan;
  readonly databaseReady: DatabaseFinding;
}

/** The functional core in one call: no I/O, no clock, no randomness. `problem` is what keeps it from being carried out. */
export function decide(observed: Observed, problem?: Problem): Plan {
  const before = rolloutOf(observed.status, observed.serving);
  const prepared = prepare(observed, before);
  const rollout = next(before, readingOf(observed, before, prepared), observed.owner.spec);
  const watched = isSameTrial(before, rollout) ? observed.watched : unwatched;
  const checks = checksAfter(observed, before, rollout, prepared);
  const held =
    rollout.phase === 'RollingBack'
      ? withHold(prepared.holds, heldRevision(rollout.hold), observed.asked.revision)
      : prepared.holds;
  const wanted = wantedOf(observed, rollout, held, { ...prepared, checks });
  const { drain, replace } = podActions(observed, rollout);
  const situation = {
    owner: observed.owner,
    rollout,
    asked: observed.asked.revision,
    held,
    ...armsOf(observed, rollout),
    verdict: watched.verdict,
    ...troubleOf(rollout, checks),
    tokens: prepared.tokens,
    certificate: prepared.certificate,
    database: prepared.database,
    databaseReady: prepared.databaseReady,
    ...(prepared.waiting && { waiting: prepared.waiting }),
    ...(observed.missing && { missing: observed.missing }),
    ...(problem && { problem }),
  };
  const status = statusOf(situation, wanted, {
    ...observed,
    before: observed.status,
    record: watched.record,
    checks: checks.rows,
    commands: prepared.commands.records,
  });
  return {
    status,
    rollout,
    announcements: [
      ...databaseAnnouncements(conditionOf(observed), prepared.databaseReady, observed.status.stableRevision),
      ...promotionAnnouncements(observed.status, status, prepared.waiting),
      ...checkAnnouncements(observed.status.release, rollout, checks.rows),
      ...announcements(before, rollout),
    ],
    apply: [...desired(wanted), ...verdictsOf(observed, before, rollout)],
    keep: kept(observed.children, wanted),
    drain,
    replace: [...replace, ...outdatedDatabase(observed, prepared)],
    result: again(observed, rollout, prepared),
  };
}

function prepare(observed: Observed, before: Rollout): Prepared {
  const { owner, now, status } = observed;
  const database = databasePlan(owner, observed.database);
  const commands = commandsOf(observed.object, status.commands, {
    now,
    isNew: status.observedGeneration === undefined,
    // What is being undone can be tried again when it has been undone.
    waits: before.phase === 'RollingBack' ? 'retry' : undefined,
  });
  const holds = holdsOf(observed, commands);
  return {
    commands,
    checks: checksOf(observed, before),
    holds,
    waiting: waitingOf(observed, before, holds),
    tokens: tokenPlan(owner, observed.tokens, observed.fresh),
    certificate: certificatePlan(observed.certificate, now),
    database,
    databaseReady: databaseFinding(observed.database, database, {
      now,
      before: conditionOf(observed),
      serves: status.stableRevision !== undefined,
    }),
  };
}

const conditionOf = ({ status }: Observed): Condition | undefined =>
  status.conditions.find(({ type }) => type === 'DatabaseReady');

function wantedOf(
  observed: Observed,
  rollout: Rollout,
  held: readonly HeldRevision[],
  prepared: Prepared,
): Wanted {
  const { owner, asked } = observed;
  const { tokens, certificate, commands, database, checks } = prepared;
  const restart = commands.records.find(({ name, result }) => name === 'restart' && result === 'Done');
  const records = recordsOf(observed);
  return {
    owner,
    rollout,
    records,
    checks: wantedChecks({
      owner,
      rollout,
      records,
      held,
      children: observed.children,
      rows: checks.rows,
      mayStart:
        owner.spec.rollout.checks.smoke.mode !== 'Required' || observed.watched.checked.result === 'Passed',
      ...(observed.checkImage && { image: observed.checkImage }),
      token: observed.freshCheckToken,
    }),
    held: new Map(held.map((hold) => [hold.name, JSON.stringify(hold)])),
    artifacts: artifactsOf(observed),
    asked: { revision: asked.revision, ...(asked.content && { pinned: asked.content.pinned }) },
    ...(tokens.write && { tokens: tokens.write }),
    ...(certificate.serve && { certificate: certificate.serve }),
    ...(asked.newKey && { key: asked.newKey }),
    ...(database.wanted && { database: database.wanted }),
    ...(restart && { restarted: restart.value }),
  };
}

const outdatedDatabase = ({ databasePod }: Observed, { database }: Prepared): readonly Pod[] =>
  database.restarts && databasePod ? [databasePod] : [];

/** Holds that are in force: those of status, or of the records where status was lost, without what a retry releases. */
function holdsOf({ status, recordedHolds, asked }: Observed, { fresh }: Commands): readonly HeldRevision[] {
  const lost = status.observedGeneration === undefined;
  const known = lost ? newest(recorded(recordedHolds), asked.revision) : status.heldRevisions;
  return fresh.has('retry') ? known.filter(({ name }) => name !== asked.revision) : known;
}

const recorded = (holds: Observed['recordedHolds']): readonly HeldRevision[] =>
  [...holds.values()]
    .map((text) => JSON.parse(text) as HeldRevision)
    .sort((a, b) => Date.parse(a.since) - Date.parse(b.since));

const withHold = (
  holds: readonly HeldRevision[],
  hold: HeldRevision,
  asked: Revision,
): readonly HeldRevision[] => newest([...holds.filter(({ name }) => name !== hold.name), hold], asked);

const mostHeld = 6;

/** As many as there is room for. What the spec asks for stays, or it would be released again. */
function newest(holds: readonly HeldRevision[], asked: Revision): readonly HeldRevision[] {
  const surplus = holds.filter(({ name }) => name !== asked).slice(0, Math.max(0, holds.length - mostHeld));
  return holds.filter((hold) => !surplus.includes(hold));
}

function readingOf(observed: Observed, before: Rollout, prepared: Prepared): Reading {
  const { owner, now, asked, watched } = observed;
  const blocked = blockedBy(observed, prepared);
  return {
    now,
    wanted: asked.revision,
    held: prepared.holds.map(({ name }) => name),
    paused: owner.spec.paused || prepared.waiting !== undefined,
    ...(blocked && { blocked }),
    ...armsOf(observed, before),
    strangers: strangersOf(observed, before),
    checked: watched.checked,
    gate: prepared.checks.gate,
    verdict: watched.verdict,
  };
}

/**
 * A placeholder must not reach production, and without a file that it mounts no pod starts: the release waits. A pod
 * without its database can only use up the time of its startup probe, and be blamed for it.
 */
const blockedBy = (
  { missing }: Observed,
  { tokens, certificate, database, databaseReady }: Prepared,
): string | undefined =>
  missing ??
  tokens.refusal?.message ??
  certificate.refusal?.message ??
  database.refusal?.message ??
  database.nameTaken ??
  (databaseReady.reason === 'Ready' ? undefined : databaseReady.message);

/** The checks of the trial that is on now: a new one begins with none. */
function checksAfter(observed: Observed, before: Rollout, after: Rollout, { checks }: Prepared): ChecksSeen {
  if (!('candidate' in after) || isSameTrial(before, after)) return checks;
  const policy = observed.owner.spec.rollout.checks;
  return { rows: pendingRows(policy, observed.checkImage !== undefined), gate: { result: 'Passed' } };
}

/** What keeps the checks from running, while they should. */
const troubleOf = (rollout: Rollout, { gate }: ChecksSeen): { readonly checkTrouble?: string } =>
  rollout.phase === 'Checking' && gate.result === 'Pending' && gate.trouble
    ? { checkTrouble: gate.trouble }
    : {};

/** What was seen of one trial says nothing about another, not even of the same revision. */
const isSameTrial = (before: Rollout, after: Rollout): boolean =>
  'candidate' in before &&
  'candidate' in after &&
  before.candidate === after.candidate &&
  before.startedAt === after.startedAt;

/** A release is looked at each second. Secrets of the user are not watched, so a world that depends on one looks again. */
function again(observed: Observed, rollout: Rollout, prepared: Prepared): Result {
  if (onTrial(rollout) || rollout.phase === 'RollingBack') return { requeueAfterSeconds: 1 };
  if (blockedBy(observed, prepared)) return { requeueAfterSeconds: 10 };
  const { inSeconds } = prepared.waiting ?? {};
  if (inSeconds !== undefined) return { requeueAfterSeconds: inSeconds };
  const { secrets, tls, database } = observed.owner.spec;
  const dependsOnOthers = secrets.secretRef ?? tls.secretRef ?? database.secretRef ?? secrets.mounts[0];
  return dependsOnOthers ? { requeueAfterSeconds: 30 } : settled;
}
