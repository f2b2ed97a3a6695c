import type { RevisionRecord } from '../api/status/history.ts';
import type { Pass } from '../api/status/promotion.ts';
import type { Rollout } from './rollout.ts';

/** How many passes are remembered. */
const mostPasses = 20;

/**
 * What other environments may be told, newest first: what is stable has passed; what is rolled back after it was stable has
 * not. The same artifact with another digest is a pass of its own, from now on.
 */
export function passes(
  before: readonly Pass[],
  rollout: Rollout,
  revisions: readonly RevisionRecord[],
  now: Date,
): readonly Pass[] {
  const stable = rollout.phase === 'Stable' && revisions.find(({ name }) => name === rollout.stable);
  const withdrawn = revisions
    .filter(({ state, settledAt }) => state === 'Held' && settledAt !== undefined)
    .map(({ artifact }) => artifact);
  const valid = before.filter(({ artifact }) => !withdrawn.includes(artifact));
  const pass = stable && passOf(stable, now);
  const isKnown =
    pass && valid.some((known) => known.artifact === pass.artifact && known.imageID === pass.imageID);
  if (!pass || isKnown) return valid;
  return [pass, ...valid.filter(({ artifact }) => artifact !== pass.artifact)].slice(0, mostPasses);
}

function passOf({ artifact, image, imageID }: RevisionRecord, now: Date): Pass | undefined {
  return artifact === undefined
    ? undefined
    : { artifact, image, ...(imageID && { imageID }), time: now.toISOString() };
}
