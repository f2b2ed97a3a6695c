import type { HoldReason } from '../api/conditions.ts';
import type { Evidence } from '../api/status/history.ts';
import type { Check } from '../api/status/release.ts';
import { reportOf } from './checkReport.ts';
import type { CheckRun } from './checkRun.ts';
import {
  type CheckGroup,
  type CheckPolicy,
  type ChecksFound,
  checkGroups,
  groupOf,
  isAwaited,
  reportIn,
} from './checks.ts';
import type { Fault } from './reading.ts';
import { sentence } from './sentence.ts';

/** Whether the Jobs of the checks let the candidate on to its users. */
export type Gate =
  | {
      readonly result: 'Pending';
      /** Whether a required check is missing; when only advisory ones are, the release goes on after `seconds`. */
      readonly isRequired: boolean;
      readonly seconds: number;
      /** What keeps the checks from running, as a sentence. */
      readonly trouble?: string;
    }
  | { readonly result: 'Passed' }
  | ({ readonly result: 'Failed' } & Fault);

/** Seconds that the check program may take beyond the times of its checks. */
const spareSeconds = 30;

const reasons = {
  smoke: 'SmokeFailed',
  load: 'LoadFailed',
  browser: 'BrowserFailed',
} as const satisfies Record<CheckGroup, HoldReason>;

/** Reasons of holds for which the Job of the check is kept as evidence. */
export const checkReasons: readonly string[] = [...Object.values(reasons), 'CustomCheckFailed'];

/** Seconds that the checks of the program may take together. */
export const programSeconds = (policy: CheckPolicy): number =>
  checkGroups
    .filter((group) => policy[group].mode !== 'Disabled')
    .reduce((sum, group) => sum + policy[group].timeoutSeconds, 0);

/** Every required check must have passed: one that says nothing is no success. */
export function gateOf(rows: readonly Check[], policy: CheckPolicy, found: ChecksFound): Gate {
  const failed = rows.filter(({ mode, result }) => mode === 'Required' && result === 'Failed');
  if (failed.length > 0) return { result: 'Failed', ...faultOf(failed) };
  const open = rows.filter((row) => isOpen(row, found));
  if (open.length === 0) return { result: 'Passed' };
  const trouble = troubleOf(open, policy, found);
  return {
    result: 'Pending',
    isRequired: open.some(({ mode }) => mode === 'Required'),
    seconds: programSeconds(policy) + Math.max(0, ...policy.custom.map((one) => one.timeoutSeconds)),
    ...(trouble && { trouble: sentence(trouble) }),
  };
}

/** A browser that is asked for and is not there has shown nothing; what else is skipped has nothing to check, such as an API that is off. */
function isOpen(row: Check, { hasProgram }: ChecksFound): boolean {
  const { name, mode, result } = row;
  const isGroup = checkGroups.some((group) => group === name);
  if (mode === 'Disabled' || (isGroup && !hasProgram)) return false;
  if (isAwaited(row)) return true;
  return name === 'browser' && mode === 'Required' && result === 'Skipped';
}

/** Single checks say more than the sum of their group. */
function faultOf(failed: readonly Check[]): Fault {
  const single = failed.filter(({ name }) => groupOf(name) !== name);
  const sums = failed.filter(
    ({ name }) => groupOf(name) === name && !single.some((one) => groupOf(one.name) === name),
  );
  const told = [...sums, ...single];
  const group = told[0] && groupOf(told[0].name);
  const evidence = told.map(
    ({ name, evidence }): Evidence => ({ name, candidate: 'failed', ...(evidence && { note: evidence }) }),
  );
  const [first] = evidence;
  return {
    reason: group ? reasons[group] : 'CustomCheckFailed',
    message: sentence(`Check ${first?.name} failed${first?.note ? `: ${first.note}` : ''}`),
    evidence,
  };
}

/** Why no result is there, in the order in which things happen. */
function troubleOf(
  open: readonly Check[],
  policy: CheckPolicy,
  { run, customs, now }: ChecksFound,
): string | undefined {
  const skipped = open.find(({ result }) => result === 'Skipped');
  if (skipped) return `Check ${skipped.name} was skipped: ${skipped.evidence ?? 'no reason is given'}`;
  const isProgram = open.some(({ name }) => groupOf(name) !== undefined);
  const ofProgram = isProgram && run ? troubleOfProgram(run, open, policy, now) : undefined;
  const ofCustom = [...customs.values()].map((one) => (one.state === 'Waiting' ? one.trouble : undefined));
  return ofProgram ?? ofCustom.find((trouble) => trouble !== undefined);
}

function troubleOfProgram(
  run: CheckRun,
  open: readonly Check[],
  policy: CheckPolicy,
  now: Date,
): string | undefined {
  if (run.state === 'Waiting') return run.trouble;
  const seconds = programSeconds(policy) + spareSeconds;
  if (run.state === 'Running')
    return now.getTime() - Date.parse(run.startedAt) > seconds * 1000
      ? `The check program has not ended within ${seconds} s`
      : undefined;
  if (run.exitCode !== 0) return `The checks could not run: ${lastWord(run)}`;
  const report = reportIn(run);
  if (report && 'error' in report) return report.error;
  return `The check program says nothing of ${open.map(({ name }) => name).join(' and ')}`;
}

/** The program may say why it cannot run, in the form of a report. */
function lastWord({ exitCode, message }: Extract<CheckRun, { state: 'Ended' }>): string {
  const report = message ? reportOf(message) : undefined;
  return `${report && 'error' in report ? `${report.error} ` : ''}(exit code ${exitCode})`;
}
