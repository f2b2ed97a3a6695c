import type { SpaceTimeSpec } from '../api/spacetime.ts';
import type { Check } from '../api/status/release.ts';
import { type Report, type Reported, reportOf } from './checkReport.ts';
import type { CheckRun } from './checkRun.ts';
import type { Checked } from './reading.ts';

/** The part of the spec that says what a candidate must pass; read anew at each decision. */
export type CheckPolicy = SpaceTimeSpec['rollout']['checks'];
export type CustomCheck = CheckPolicy['custom'][number];

/** What the program of the operator's image checks, in its order. */
export const checkGroups = ['smoke', 'load', 'browser'] as const;
export type CheckGroup = (typeof checkGroups)[number];

/** What is known of the checks of a candidate at this moment. */
export interface ChecksFound {
  /** What the operator's own questions to the pods of the candidate found. */
  readonly own: Checked;
  /** The Job of the operator's checks; absent while there is none. */
  readonly run?: CheckRun;
  /** Jobs of checks of the user's own, by the name of the check. */
  readonly customs: ReadonlyMap<string, CheckRun>;
  /** Whether the operator has an image with the check program; without it, its own questions are all there is. */
  readonly hasProgram: boolean;
  /** Whether it has one that holds a browser too. */
  readonly hasBrowser: boolean;
  /** Rows of this trial as they were told before. */
  readonly before: readonly Check[];
  readonly now: Date;
}

/** Rows that the API takes: `release.checks` of the status. */
const mostRows = 24;

export const customName = ({ name }: Pick<CustomCheck, 'name'>): string => `custom.${name}`;

/** Names that the spec gives rise to, before anything was checked. */
export const pendingRows = (
  policy: CheckPolicy,
  has: Pick<ChecksFound, 'hasProgram' | 'hasBrowser'>,
): readonly Check[] =>
  checkRows(policy, {
    own: { result: 'Pending' },
    customs: new Map(),
    ...has,
    before: [],
    now: new Date(0),
  });

/**
 * One row for each group, for each check of the user's own, and for each single check that the program told of. A result
 * that was told once stays, although its pod may be gone.
 */
export function checkRows(policy: CheckPolicy, found: ChecksFound): readonly Check[] {
  const report = reportIn(found.run);
  const reported = report && 'checks' in report ? timed(report.checks, found.run) : [];
  const rows = [
    ...checkGroups.map((group) => groupRow(group, policy, found, reported)),
    ...policy.custom.map((custom) => customRow(custom, found)),
    ...[...reported].sort(failedFirst).flatMap((one) => detailRow(one, policy)),
  ];
  return lasting(distinct(rows), found.before).slice(0, mostRows);
}

/** What the program told; absent while it has not ended well. */
export const reportIn = (run: CheckRun | undefined): Report | undefined =>
  run?.state === 'Ended' && run.exitCode === 0 ? reportOf(run.message) : undefined;

/** The group that a check belongs to, by its name; of none of them when it is unknown. */
export const groupOf = (name: string): CheckGroup | undefined =>
  checkGroups.find((group) => name === group || name.startsWith(`${group}.`));

/** Whether its outcome is still to come. */
export const isAwaited = ({ result }: Check): boolean => result === 'Pending' || result === 'Running';

/** Whether the row has an outcome that stays. */
const isFinal = ({ result }: Check): boolean => result === 'Passed' || result === 'Failed';

type Times = Pick<Check, 'startedAt' | 'finishedAt'>;

const timesOf = (run: CheckRun | undefined): Times => ({
  ...(run && run.state !== 'Waiting' && run.startedAt && { startedAt: run.startedAt }),
  ...(run?.state === 'Ended' && run.finishedAt && { finishedAt: run.finishedAt }),
});

type Timed = Reported & { readonly times: Times };

/** The program runs its checks one after another, so each began when the one before it ended. */
function timed(reported: readonly Reported[], run: CheckRun | undefined): readonly Timed[] {
  const { startedAt } = timesOf(run);
  if (startedAt === undefined) return reported.map((one) => ({ ...one, times: {} }));
  let at = Date.parse(startedAt);
  return reported.map((one) => {
    const began = at;
    at += one.milliseconds;
    return {
      ...one,
      times: { startedAt: new Date(began).toISOString(), finishedAt: new Date(at).toISOString() },
    };
  });
}

const lacks = {
  program: 'This operator has no image with the check program (CHECK_IMAGE).',
  browser: 'This operator has no image with a browser (CHECK_BROWSER_IMAGE).',
};

/** Why nobody can check this group, as a sentence. */
function lackOf(name: CheckGroup, { hasProgram, hasBrowser }: ChecksFound): string | undefined {
  if (name === 'browser' && hasProgram && !hasBrowser) return lacks.browser;
  return name === 'smoke' || hasProgram ? undefined : lacks.program;
}

function groupRow(
  name: CheckGroup,
  policy: CheckPolicy,
  found: ChecksFound,
  reported: readonly Timed[],
): Check {
  const { own, run, hasProgram } = found;
  const row = { name, mode: policy[name].mode };
  if (row.mode === 'Disabled') return { ...row, result: 'Skipped' };
  if (name === 'smoke' && own.result === 'Failed')
    return { ...row, result: 'Failed', evidence: own.message.slice(0, 160) };
  const lack = lackOf(name, found);
  if (lack) return { ...row, result: 'Skipped', evidence: lack };
  if (!hasProgram) return { ...row, result: own.result };
  const members = reported.filter((one) => groupOf(one.name) === name);
  if (members.length === 0)
    return { ...row, result: run?.state === 'Running' ? 'Running' : 'Pending', ...timesOf(run) };
  return { ...row, ...sumOf(members), ...members[0]?.times, ...lastOf(members) };
}

const lastOf = (members: readonly Timed[]): Times => {
  const finishedAt = members.at(-1)?.times.finishedAt;
  return finishedAt ? { finishedAt } : {};
};

/** A group fails with the first of its checks, and passes when at least one did. */
function sumOf(members: readonly Reported[]): Pick<Check, 'result' | 'evidence'> {
  const bad = members.find(({ result }) => result === 'Failed');
  const passed = members.filter(({ result }) => result === 'Passed');
  const telling = bad ?? passed[0] ?? members[0];
  const result = telling?.result ?? 'Skipped';
  const counted = `${passed.length} checks passed`;
  const evidence = !bad && passed.length > 1 ? counted : telling?.evidence;
  return { result, ...(evidence && { evidence }) };
}

function detailRow(one: Timed, policy: CheckPolicy): readonly Check[] {
  const group = groupOf(one.name);
  if (!group || one.name === group) return [];
  const { name, result, evidence, times } = one;
  return [{ name, mode: policy[group].mode, result, ...(evidence && { evidence }), ...times }];
}

function customRow(custom: CustomCheck, { customs, now }: ChecksFound): Check {
  const row = { name: customName(custom), mode: custom.mode };
  if (custom.mode === 'Disabled') return { ...row, result: 'Skipped' };
  const run = customs.get(custom.name);
  if (!run || run.state === 'Waiting') return { ...row, result: 'Pending' };
  if (run.state === 'Ended') return { ...row, ...outcomeOf(run), ...timesOf(run) };
  const late = now.getTime() - Date.parse(run.startedAt) > custom.timeoutSeconds * 1000;
  const evidence = `It did not end within ${custom.timeoutSeconds} s.`;
  return { ...row, ...timesOf(run), ...(late ? { result: 'Failed', evidence } : { result: 'Running' }) };
}

/** Exit code 0 passes. Of what the program said, the last line is told. */
function outcomeOf({
  exitCode,
  message,
}: Extract<CheckRun, { state: 'Ended' }>): Pick<Check, 'result' | 'evidence'> {
  const last = message.trim().split('\n').at(-1) ?? '';
  if (exitCode === 0) return { result: 'Passed', ...(last && { evidence: last.slice(0, 160) }) };
  return { result: 'Failed', evidence: `exit code ${exitCode}${last && `: ${last}`}`.slice(0, 160) };
}

/** Where there is no room for all, those stay that somebody has to look at. */
const failedFirst = (a: Reported, b: Reported): number =>
  Number(b.result === 'Failed') - Number(a.result === 'Failed');

const distinct = (rows: readonly Check[]): readonly Check[] =>
  rows.filter(({ name }, i) => rows.findIndex((other) => other.name === name) === i);

function lasting(rows: readonly Check[], before: readonly Check[]): readonly Check[] {
  const told = new Map(before.filter(isFinal).map((row) => [row.name, row]));
  const now = rows.map((row) => {
    const known = told.get(row.name);
    return known && isAwaited(row) ? { ...known, mode: row.mode } : row;
  });
  const details = [...told.values()].filter(
    ({ name }) => groupOf(name) !== undefined && !rows.some((row) => row.name === name),
  );
  return [...now, ...details];
}
