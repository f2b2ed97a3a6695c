import { type Ask, failed, holds, passed } from '../line.ts';

/** Users were served from before the release began until now. */
export const noDowntime: Ask = ({ conditions, release, isSettled }) => {
  const available = conditions.find(({ type }) => type === 'Available');
  if (!isSettled || !release || !available || available.status === 'Unknown') return undefined;
  if (available.status === 'False') return failed(`Available is ${available.reason}: ${available.message}`);
  // A first release has nobody to take users from.
  if (!release.verdict) return passed(`served since ${available.lastTransitionTime}`);
  return holds(
    Date.parse(available.lastTransitionTime) <= Date.parse(release.startedAt),
    `served without a pause since ${available.lastTransitionTime}`,
    `nobody was served until ${available.lastTransitionTime}`,
  );
};

/** A drill of this world was undone. One that was refused or interrupted has shown nothing. */
export const drilled: Ask = ({ commands }) => {
  const drill = commands.find(({ name }) => name === 'drill');
  const { message = '' } = drill ?? {};
  if (drill?.result === 'Done') return passed(`${message || 'The drill was undone.'}`);
  const hasFailed = /^The drill \w+ (was well|had no verdict)/.test(message);
  return hasFailed ? failed(message) : undefined;
};

/** A drill was undone, and users are served. */
export const drilledAndServed: Ask = (facts) => {
  const drill = drilled(facts);
  const available = facts.conditions.find(({ type }) => type === 'Available');
  if (drill?.result !== 'Passed' || !available) return drill;
  return holds(available.status === 'True', available.message, available.message);
};
