import type { Check } from '../../api/status/release.ts';
import { groupOf, isAwaited } from '../../rollout/checks.ts';
import type { Facts } from '../facts.ts';
import { type Ask, failed, type Look, notRun, passed } from '../line.ts';

/** A check of the check program, such as `smoke.webhook`, has passed; docs/checks.md says what each asks. */
export const check =
  (name: string): Ask =>
  ({ rows, trouble }) => {
    const row = rows.find((one) => one.name === name);
    if (row) return ofRow(row);
    const group = rows.find((one) => one.name === groupOf(name));
    if (group?.result === 'Skipped') return notRun(group.evidence ?? `${group.name}: ${group.mode}`);
    if (trouble) return notRun(trouble);
    return group && !isAwaited(group) ? notRun(`no result of ${name} is told`) : undefined;
  };

function ofRow({ name, result, evidence = '', mode }: Check): Look | undefined {
  switch (result) {
    case 'Passed':
      return passed(evidence || `${name} passed`);
    case 'Failed':
      return failed(evidence || `${name} failed`);
    case 'Skipped':
      return notRun(evidence || `${name}: ${mode}`);
    case 'Pending':
    case 'Running':
      return undefined;
  }
}

/** Passed, and what its evidence says it took is below the limit. */
export const withinMilliseconds =
  (name: string, of: RegExp, limit: number): Ask =>
  (facts) => {
    const look = check(name)(facts);
    if (look?.result !== 'Passed') return look;
    const milliseconds = millisecondsIn(look.evidence, of);
    if (milliseconds === undefined) return notRun(`${name} does not tell how long it took`);
    const evidence = `${milliseconds} ms, limit ${limit} ms`;
    return milliseconds < limit ? passed(evidence) : failed(evidence);
  };

/** The number that stands behind what `of` finds: `less than 1 ms` or `12 ms`. */
function millisecondsIn(evidence: string, of: RegExp): number | undefined {
  const found = evidence.slice(evidence.search(of)).match(/(less than )?(\d+) ms/);
  return of.test(evidence) && found ? Number(found[2]) : undefined;
}

/** The paths that the spec names, where it names any; else those of the API that every world has. */
export const endpoints: Ask = (facts: Facts) =>
  check(facts.spec.rollout.checks.smoke.paths.length > 0 ? 'smoke.paths' : 'smoke.authentication')(facts);
