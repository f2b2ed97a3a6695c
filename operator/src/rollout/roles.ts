import type { In, OnTrial, Revision, Rollout } from './rollout.ts';

/** A revision that has all users while nothing is on trial: after its release, or after that of another was undone. */
export type AtRest = In<'Stable'> | (In<'RolledBack'> & { readonly stable: Revision });

/** What is looked at outside of reconcile. */
export type Watchable = OnTrial | AtRest | In<'Comparing'>;

export const isAtRest = (rollout: Rollout): rollout is AtRest =>
  (rollout.phase === 'Stable' || rollout.phase === 'RolledBack') && rollout.stable !== undefined;

export const isWatchable = (rollout: Rollout): rollout is Watchable =>
  rollout.phase !== 'RollingBack' && rollout.phase !== 'Recalling' && nameOf(rollout) !== undefined;

/** Who is held against whom: a stable revision against nobody, and one in doubt against the one that came before it. */
export function rolesOf(at: Watchable): {
  readonly stable: Revision | undefined;
  readonly candidate: Revision;
} {
  switch (at.phase) {
    case 'Stable':
    case 'RolledBack':
      return { stable: undefined, candidate: at.stable };
    case 'Comparing':
      return { stable: at.earlier, candidate: at.stable };
    default:
      return at;
  }
}

/** Looks at the same name belong together: to one trial, one comparison, or one revision that is stable. Else absent. */
export function nameOf(rollout: Rollout): string | undefined {
  if ('candidate' in rollout) return `${rollout.candidate} since ${rollout.startedAt}`;
  if (rollout.phase === 'Comparing') return `${rollout.earlier} beside since ${rollout.startedAt}`;
  return isAtRest(rollout) ? `stable ${rollout.stable}` : undefined;
}

/** What was seen of one trial says nothing about another, not even of the same revision. */
export const isSameTrial = (before: Rollout, after: Rollout): boolean =>
  nameOf(before) !== undefined && nameOf(before) === nameOf(after);
