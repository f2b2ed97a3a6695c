import type { Notice } from '../api/status/notifications.ts';
import type { Rollout } from '../rollout/rollout.ts';
import type { Announcement } from '../status/events.ts';
import { noticesAfter } from '../status/notices.ts';
import type { Observed } from './observed.ts';

/** What is still to be told by webhook after these steps of the rollout. */
export const noticesOf = (
  { status, owner, asked, over, now }: Observed,
  rollout: Rollout,
  steps: readonly Announcement[],
): readonly Notice[] =>
  noticesAfter(status.notifications, {
    announcements: steps,
    rollout,
    asked: asked.revision,
    notifications: owner.spec.rollout.notifications,
    over,
    now,
  });
