import type { Release } from '../../../operator/src/api/status/release.ts';
import { ago, span } from './amounts.ts';
import type { Color, Paint } from './paint.ts';

const way = ['Preparing', 'Checking', 'Canary', 'Promoting', 'Baking', 'Stable'];

/** The way of a release with the place where it stands, its time, and the last verdict in words. */
export function releaseLines(release: Release, now: Date, paint: Paint): string[] {
  return [
    `Release of ${release.revision}, begun ${ago(release.startedAt, now)}`,
    `  ${wayOf(release, paint)}`,
    ...standing(release, now, paint).map((line) => `  ${line}`),
    ...verdictLine(release, now, paint).map((line) => `  ${line}`),
  ];
}

function wayOf({ phase, step, steps }: Release, paint: Paint): string {
  const at = way.indexOf(phase);
  if (at < 0) return paint('red', `● ${phase}`);
  const last = way.length - 1;
  return way
    .map((name, i) => {
      const shown = name === 'Canary' && steps > 0 && i === at ? `${name} ${step}/${steps}` : name;
      if (i < at || (i === at && i === last)) return paint('green', `✓ ${shown}`);
      return i === at ? paint('cyan', `● ${shown}`) : paint('dim', `· ${shown}`);
    })
    .join('  ');
}

/** How long the phase takes already, how long it may, and what it waits for. */
function standing(release: Release, now: Date, paint: Paint): string[] {
  const { phase, phaseStartedAt, deadline } = release;
  const left = deadline === undefined ? undefined : Date.parse(deadline) - now.getTime();
  const until = left === undefined ? '' : left >= 0 ? `, ${span(left)} left` : ', its time is over';
  const isOver = phase === 'Stable' || phase === 'RolledBack';
  return [
    ...(isOver
      ? []
      : [paint('dim', `in ${phase} for ${span(now.getTime() - Date.parse(phaseStartedAt))}${until}`)]),
    ...waits(release, now).map((text) => paint('yellow', text)),
  ];
}

/** What the release waits for, or what is out of the ordinary about it. */
function waits(
  { closed, comparedSince, approval, recall, pullFailures, phase, waiting }: Release,
  now: Date,
): string[] {
  return [
    ...(waiting ? [`its clock stands still: ${waiting.reason}, ${ago(waiting.since, now)}`] : []),
    ...(closed ? [`no users for now: ${closed.reason}, ${ago(closed.since, now)}`] : []),
    ...(comparedSince
      ? [`users come to both revisions again, to compare them: begun ${ago(comparedSince, now)}`]
      : []),
    ...(approval === 'Required' ? ['this step waits for a person: kubectl spacetime approve'] : []),
    ...(recall ? [`this earlier revision is started to take all users back. ${recall.message}`] : []),
    ...(phase === 'Preparing' && pullFailures.length > 0
      ? [`pods whose image could not be pulled: ${pullFailures.length}`]
      : []),
  ];
}

/** What a verdict means for the release, as a colour. */
export const verdictColors: Readonly<Record<string, Color>> = {
  Continue: 'green',
  Promote: 'green',
  RollBack: 'red',
  Environment: 'yellow',
  Hold: 'yellow',
};

/** The last verdict; none where none was given. */
export function verdictLine({ verdict }: Release, now: Date, paint: Paint): string[] {
  if (!verdict) return [];
  const { name, reason, message, time } = verdict;
  return [
    `verdict ${paint(verdictColors[name] ?? 'plain', name)} (${reason}), ${ago(time, now)}: ${message}`,
  ];
}
