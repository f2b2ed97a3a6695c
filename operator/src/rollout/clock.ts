import type { In, Trial, Wait } from './rollout.ts';

/** Whether so many seconds have passed since a time, RFC 3339. */
export const passed = (since: string, seconds: number, now: Date): boolean =>
  now.getTime() - Date.parse(since) >= seconds * 1000;

/** Whether this phase has lasted `seconds`. */
export const lasted = (at: Trial, seconds: number, now: Date): boolean =>
  passed(at.phaseStartedAt, seconds, now);

/**
 * The clock of the phase stands still: what the release waits for is not its fault. Nothing else moves meanwhile, so that
 * a wait is one write at its beginning and one at its end, however long it is.
 */
export const standStill = <T extends Trial>(at: T, reason: Wait['reason'], now: Date): T =>
  at.waiting?.reason === reason
    ? at
    : { ...at, waiting: { reason, since: at.waiting?.since ?? now.toISOString() } };

/** The phase as it goes on: after a wait with a clock that starts anew, because what was waited for takes its time too. */
export function resumed<T extends Trial>(at: T, now: Date): Omit<T, 'waiting'> {
  const { waiting, ...rest } = at;
  return waiting ? { ...rest, phaseStartedAt: now.toISOString() } : at;
}

/** The same for a canary, which has as much time left for all its steps as it had before. */
export function resumedCanary(at: In<'Canary'>, now: Date): In<'Canary'> {
  if (!at.waiting) return at;
  return { ...resumed(at, now), canaryStartedAt: movedOn(at.canaryStartedAt, at.waiting.since, now) };
}

/** A time, later by what has passed since another one; both RFC 3339. */
export const movedOn = (time: string, since: string, now: Date): string =>
  new Date(Date.parse(time) + now.getTime() - Date.parse(since)).toISOString();
