import type { SpaceTimeSpec } from '../api/spacetime.ts';
import type { NoticeEvent } from '../api/spec/notifications.ts';
import type { Notice } from '../api/status/notifications.ts';
import type { Revision, Rollout } from '../rollout/rollout.ts';
import type { Announcement } from './events.ts';
import { cut } from './rollout.ts';

/** Which events on the SpaceTime are told by webhook, and as what. */
const told: Readonly<Partial<Record<string, NoticeEvent>>> = {
  ReleaseStarted: 'ReleaseStarted',
  ApprovalRequired: 'ApprovalRequired',
  ReleaseUndecided: 'ReleaseUndecided',
  Promoted: 'ReleasePromoted',
  ReleaseSettled: 'ReleaseSettled',
  RolledBack: 'ReleaseRolledBack',
  RollbackFailed: 'RollbackFailed',
};

/** How many wait for their delivery at most, and for how long. */
const mostNotices = 8;
const longestMilliseconds = 24 * 3_600_000;

/** What new notices are made from. */
export interface Telling {
  readonly announcements: readonly Announcement[];
  readonly rollout: Rollout;
  readonly asked: Revision;
  readonly notifications: SpaceTimeSpec['rollout']['notifications'];
  /** What is delivered or given up, as `overKey` names it. */
  readonly over: ReadonlySet<string>;
  readonly now: Date;
}

/** Names the delivery of one notice to one notification. */
export const overKey = (id: string, name: string): string => `${id}/${name}`;

/** The notices that are still to be delivered: those of before without what is over, then what happened now. */
export function noticesAfter(before: readonly Notice[], telling: Telling): readonly Notice[] {
  const { announcements, notifications, over, now } = telling;
  const isWaited = (id: string) => (name: string) =>
    notifications.some((one) => one.name === name) && !over.has(overKey(id, name));
  const left = before
    .filter(({ time }) => now.getTime() - Date.parse(time) < longestMilliseconds)
    .map((notice) => ({ ...notice, to: notice.to.filter(isWaited(notice.id)) }));
  const added = announcements.flatMap((one) => noticeOf(one, telling));
  return [...left, ...added].filter(({ to }) => to.length > 0).slice(-mostNotices);
}

function noticeOf({ reason, message }: Announcement, telling: Telling): readonly Notice[] {
  const { rollout, notifications, now } = telling;
  const event = told[reason];
  if (!event || isSilence(rollout)) return [];
  const revision = revisionOf(telling);
  const cause =
    rollout.phase === 'RolledBack' ? `Revision ${revision} was rolled back: ${rollout.hold.message} ` : '';
  return [
    {
      id: `${event}-${revision}-${Math.floor(now.getTime() / 1000)}`,
      event,
      revision,
      time: now.toISOString(),
      message: cut(`${cause}${message}`, 320),
      to: notifications.filter(({ events }) => events.includes(event)).map(({ name }) => name),
    },
  ];
}

/** A canary that closes because its candidate is not heard opens by itself: nobody is called for that. */
const isSilence = (rollout: Rollout): boolean =>
  rollout.phase === 'Canary' && rollout.closed?.reason === 'CandidateSilent';

function revisionOf({ rollout, asked }: Telling): Revision {
  if ('candidate' in rollout) return rollout.candidate;
  if (rollout.phase === 'RolledBack') return rollout.hold.revision;
  return rollout.phase === 'Stable' ? rollout.stable : asked;
}
