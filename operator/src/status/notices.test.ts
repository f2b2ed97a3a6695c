import { closed, stable } from '../../test/aRollout.ts';
import { after, aHold, aSpec, aTrial, noon, revisions } from '../../test/builders.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { announce } from './events.ts';
import { noticesAfter, overKey, type Telling } from './notices.ts';

const { a, b } = revisions;
const secret = { name: 'chat', key: 'url' };
const { notifications } = aSpec({
  rollout: {
    notifications: [
      { name: 'chat', urlSecretRef: secret, events: ['ReleaseRolledBack', 'ReleaseStarted'] },
      { name: 'audit', urlSecretRef: secret },
    ],
  },
}).rollout;
const aTelling = (more: Partial<Telling> = {}): Telling => ({
  announcements: [],
  rollout: stable,
  asked: b,
  notifications,
  over: new Set(),
  now: noon,
  ...more,
});
const started = aTelling({
  announcements: [announce('ReleaseStarted', `Release of revision ${b} has started.`)],
  rollout: { ...aTrial(), phase: 'Preparing' },
});
const id = `ReleaseStarted-${b}-${noon.getTime() / 1000}`;

it('an event is told to those who asked for it, and to those who asked for everything', () => {
  expect(noticesAfter([], started)).toEqual([
    {
      id,
      event: 'ReleaseStarted',
      revision: b,
      time: noon.toISOString(),
      message: `Release of revision ${b} has started.`,
      to: ['chat', 'audit'],
    },
  ]);
  const settled = { ...started, announcements: [announce('ReleaseSettled', '')] };
  expect(noticesAfter([], settled)).toMatchObject([{ event: 'ReleaseSettled', to: ['audit'] }]);
});

it('what nobody asked for is not told', () => {
  expect(noticesAfter([], { ...started, notifications: [] })).toEqual([]);
  expect(noticesAfter([], aTelling({ announcements: [announce('CanaryStep', '')] }))).toEqual([]);
});

it('a canary that waits for a person is told, and not one that is only not heard for a moment', () => {
  const announcements = [announce('ReleaseUndecided', 'Why.')];
  const told = (rollout: Rollout) => noticesAfter([], aTelling({ announcements, rollout }));
  expect(told(closed('Undecided'))).toMatchObject([{ event: 'ReleaseUndecided', revision: b }]);
  expect(told(closed('CandidateSilent'))).toEqual([]);
});

it('a rollback says why, and which revision it was', () => {
  const telling = aTelling({
    announcements: [announce('RolledBack', `All users are on revision ${a} again.`)],
    rollout: { phase: 'RolledBack', stable: a, hold: aHold() },
  });
  expect(noticesAfter([], telling)).toMatchObject([
    {
      event: 'ReleaseRolledBack',
      revision: b,
      message: `Revision ${b} was rolled back: The container crashed 2 times. All users are on revision ${a} again.`,
    },
  ]);
});

describe('a notice stays recorded', () => {
  const before = noticesAfter([], started);

  it('as it was, until it is delivered everywhere', () => {
    expect(noticesAfter(before, aTelling({ now: after(60) }))).toEqual(before);
    const half = aTelling({ over: new Set([overKey(id, 'chat')]) });
    expect(noticesAfter(before, half)).toEqual([{ ...before[0], to: ['audit'] }]);
    const whole = aTelling({ over: new Set([overKey(id, 'chat'), overKey(id, 'audit')]) });
    expect(noticesAfter(before, whole)).toEqual([]);
  });

  it('no longer than its notification', () => {
    expect(noticesAfter(before, aTelling({ notifications: [] }))).toEqual([]);
  });

  it('no longer than a day', () => {
    expect(noticesAfter(before, aTelling({ now: after(86_400) }))).toEqual([]);
  });

  it('unless eight newer ones wait', () => {
    let all = before;
    for (let i = 1; i <= 8; i++) all = noticesAfter(all, { ...started, now: after(i) });
    expect(all).toHaveLength(8);
    expect(all.some((one) => one.id === id)).toBe(false);
  });
});
