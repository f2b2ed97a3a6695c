import type { HeldRevision } from '../api/status/history.ts';
import type { CommandRecord } from '../api/status/world.ts';
import type { SpaceTimeStatus } from '../api/status.ts';
import { type Result, sooner } from '../controller/result.ts';
import type { KubeObject, Pod } from '../kube/types.ts';
import { around } from '../plan/around.ts';
import { besideChecklist } from '../plan/checklistJob.ts';
import type { WantedChecks } from '../plan/checks.ts';
import type { Marked } from '../plan/departures.ts';
import { desired, kept, type Wanted } from '../plan/desired.ts';
import type { TokenWord } from '../plan/rotation.ts';
import { next } from '../rollout/next.ts';
import type { Reading } from '../rollout/reading.ts';
import { failsUsersAlone } from '../rollout/rescue.ts';
import { isSameTrial } from '../rollout/roles.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { mayBeChecked } from '../rollout/unexposed.ts';
import { unwatched } from '../rollout/watched.ts';
import { certificateAnnouncements } from '../status/certificateEvents.ts';
import { checkAnnouncements } from '../status/checkEvents.ts';
import { databaseAnnouncements } from '../status/databaseEvents.ts';
import { type Announcement, announcements } from '../status/events.ts';
import { exposed } from '../status/exposure.ts';
import { exposureAnnouncements } from '../status/exposureEvents.ts';
import { lastServed } from '../status/history.ts';
import type { Problem } from '../status/problem.ts';
import { promotionAnnouncements } from '../status/promotion.ts';
import { rolloutOf } from '../status/rollout.ts';
import { statusOf } from '../status/status.ts';
import { armsOf, strangersOf } from './arms.ts';
import { checklistAfter } from './checklist.ts';
import { checksAfter } from './checks.ts';
import { recordsAfter } from './commands.ts';
import { drillAfter } from './drill.ts';
import { routeOf } from './gateway.ts';
import { heldAfter, historyOf, holdReleased } from './holds.ts';
import { eachSecond, lookAgain } from './lookAgain.ts';
import { noticesOf } from './notices.ts';
import type { Observed } from './observed.ts';
import { commandEvents, ordersObeyed } from './orders.ts';
import { podActions } from './podActions.ts';
import { blockedBy, conditionOf, type Prepared, prepare } from './prepared.ts';
import { artifactsOf, promotedAtOf } from './promotion.ts';
import { recordsOf } from './records.ts';
import { tellOf } from './rotation.ts';
import { keepingPods, marksOf, scaled, scalingOf } from './scaling.ts';
import { situationOf } from './situationOf.ts';
import { surroundingsOf } from './surroundings.ts';
import { verdictsOf } from './verdicts.ts';

export interface Plan {
  readonly status: SpaceTimeStatus;
  readonly rollout: Rollout;
  readonly announcements: readonly Announcement[];
  /** What users are served by, in apply order: what comes after one that is refused has to wait for it. */
  readonly apply: readonly KubeObject[];
  /** What is around that: one that is refused keeps nothing else from being done. */
  readonly around: readonly KubeObject[];
  /** Pods of which it is said which leave first, before any does. */
  readonly mark: readonly Marked[];
  /** Existing children that stay although they are not applied. */
  readonly keep: readonly KubeObject[];
  /** Pods to be told that they are leaving. */
  readonly drain: readonly Pod[];
  /** Pods that make way for others: whose image could not be pulled, or whose database has other settings now. */
  readonly replace: readonly Pod[];
  /** What pods are told of the API token. */
  readonly tell?: { readonly word: TokenWord; readonly pods: readonly Pod[] };
  readonly result: Result;
}

/** The functional core in one call: no I/O, no clock, no randomness. `problem` is what keeps it from being carried out. */
export function decide(seen: Observed, problem?: Problem): Plan {
  const before = rolloutOf(seen.status, seen.serving);
  const observed = keepingPods(seen, before);
  const prepared = prepare(observed, before);
  const reading = readingOf(observed, before, prepared);
  const obeyed = ordersObeyed(observed, before, reading, observed.owner.spec);
  // An order is a step of its own: what follows from it is decided at the next look.
  const rollout = obeyed.rollout ?? next(before, reading, observed.owner.spec);
  const outcomes = new Map([...prepared.commands, ...obeyed.outcomes, ...prepared.tokens.outcomes]);
  const { drill, ...drilling } = drillAfter(observed, rollout, reading);
  const checks = checksAfter(observed, before, rollout, prepared.checks);
  const { checklist, ...listed } = checklistAfter(observed, rollout, checks.rows);
  const answered = new Map([...outcomes, ...drilling.outcomes, ...listed.outcomes]);
  const commands = recordsAfter(observed.status.commands, answered, observed.now);
  const watched = isSameTrial(before, rollout) ? observed.watched : unwatched;
  const held = heldAfter(prepared.holds, rollout, observed.asked.revision);
  const mayCheck = mayBeChecked(rollout, reading, observed.owner.spec);
  const route = routeOf(observed, rollout);
  const asking = { ...prepared, checks, mayBeChecked: mayCheck, ofChecklist: listed.wanted };
  const wanted = {
    ...wantedOf(observed, rollout, held, asking, commands),
    ...(route.routed && { routed: route.routed }),
    ...(drill && { drill }),
  };
  const { drain, replace } = podActions(observed, rollout, drill);
  const told = { ...(checklist && { checklist }), ...(problem && { problem }) };
  const found = { checks, held, route, scaling: scalingOf(seen), ...watched, ...told };
  const situation = situationOf(observed, rollout, prepared, found);
  const steps = announcements(before, rollout, obeyed.rollout !== undefined);
  const status = statusOf(situation, wanted, {
    ...observed,
    before: observed.status,
    record: watched.record,
    checks: checks.rows,
    notices: noticesOf(observed, rollout, steps),
    commands,
  });
  return {
    status,
    rollout,
    announcements: [
      ...prepared.tokens.announcements,
      ...databaseAnnouncements(conditionOf(observed), prepared.databaseReady, observed.status.stableRevision),
      ...certificateAnnouncements(observed.status, status),
      ...exposureAnnouncements(observed.status.conditions, exposed(situation), route.gateway),
      ...checkAnnouncements(observed.status.release, rollout, checks.rows),
      ...promotionAnnouncements(observed.status, status, prepared.waiting),
      ...commandEvents(outcomes),
      ...drilling.announcements,
      ...listed.announcements,
      ...holdReleased(observed, held),
      ...scaled(observed, before, rollout),
      ...steps,
    ],
    ...writes(wanted, observed, verdictsOf(observed, before, rollout)),
    mark: marksOf(observed, rollout),
    drain,
    replace: [...replace, ...outdatedDatabase(observed, prepared)],
    ...tellOf(prepared.tokens),
    result: [listed.inSeconds, prepared.tokens.lookAgainSeconds].reduce(
      sooner,
      drill ? eachSecond : lookAgain(observed, rollout, prepared),
    ),
  };
}

const writes = (wanted: Wanted, { children }: Observed, verdicts: readonly KubeObject[]) => ({
  apply: [...desired(wanted), ...verdicts],
  around: around(wanted),
  keep: kept(children, wanted),
});

function wantedOf(
  observed: Observed,
  rollout: Rollout,
  held: readonly HeldRevision[],
  prepared: Prepared & { readonly mayBeChecked: boolean; readonly ofChecklist: WantedChecks },
  commands: readonly CommandRecord[],
): Wanted {
  const { owner, asked, monitoring } = observed;
  const { tokens, certificate, database, checks } = prepared;
  const restart = commands.find(({ name, result }) => name === 'restart' && result === 'Done');
  const records = recordsOf(observed);
  return {
    owner,
    rollout,
    records,
    checks: besideChecklist(prepared.ofChecklist, {
      owner,
      rollout,
      records,
      held,
      children: observed.children,
      rows: checks.rows,
      mayStart: prepared.mayBeChecked,
      ...(observed.checkImages && { images: observed.checkImages }),
      token: observed.freshCheckToken,
    }),
    held: new Map(held.map((hold) => [hold.name, JSON.stringify(hold)])),
    artifacts: artifactsOf(observed),
    served: lastServed(observed.status),
    monitoring,
    asked: { revision: asked.revision, ...(asked.content && { pinned: asked.content.pinned }) },
    ...(tokens.write && { tokens: tokens.write }),
    ...(tokens.next && { nextTokens: tokens.next }),
    ...(certificate.serve && { certificate: certificate.serve }),
    ...(certificate.request && { certificateRequest: certificate.request }),
    ...(asked.newKey && { key: asked.newKey }),
    ...surroundingsOf(observed),
    ...(database.wanted && { database: database.wanted }),
    ...(restart && { restarted: restart.value }),
  };
}

const outdatedDatabase = ({ databasePod }: Observed, { database }: Prepared): readonly Pod[] =>
  database.restarts && databasePod ? [databasePod] : [];

function readingOf(observed: Observed, before: Rollout, prepared: Prepared): Reading {
  const { owner, now, asked, watched } = observed;
  const blocked = blockedBy(observed, prepared);
  return {
    now,
    wanted: asked.revision,
    held: prepared.holds.map(({ name }) => name),
    history: historyOf(observed, prepared.holds),
    ...promotedAtOf(observed, before),
    sla: watched.sla,
    paused: owner.spec.paused || prepared.waiting !== undefined,
    ...(blocked && { blocked }),
    ...armsOf(observed, before),
    stableFailsUsers: failsUsersAlone(watched.record),
    strangers: strangersOf(observed, before),
    checked: watched.checked,
    gate: prepared.checks.gate,
    verdict: watched.verdict,
  };
}
