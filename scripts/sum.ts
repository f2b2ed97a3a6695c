/** What one level of tests came to. */
export interface Result {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
}

/** How the program that ran a level ended. */
export interface Ended {
  readonly name: string;
  readonly exitCode: number;
}

/** The part of Jest's JSON report that is counted. A suite that could not even start has no tests, and is one failure. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** Counts a Jest report; without one, the level has failed. */
export const ofJest = (ended: Ended, report: JestReport | undefined): Result =>
  counted(
    ended,
    report?.numPassedTests ?? 0,
    (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0),
  );

/** One line of `go test -json`. */
export interface GoEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
  readonly Elapsed?: number;
}

/** Reads a line of `go test -json`; a line of another program is nothing. */
export function parseGoEvent(line: string): GoEvent | undefined {
  try {
    const event: unknown = JSON.parse(line);
    return typeof event === 'object' && event !== null && 'Action' in event ? (event as GoEvent) : undefined;
  } catch {
    return undefined;
  }
}

/** Counts tests that have no tests below them; a package that failed without any failed test is one failure. */
export function ofGo(ended: Ended, events: readonly GoEvent[]): Result {
  const tests = events.filter(({ Test }) => Test !== undefined);
  const leaves = tests.filter((event) => !tests.some((other) => isBelow(other, event)));
  const failures = leaves.filter(({ Action }) => Action === 'fail');
  const unexplained = events.filter(
    ({ Action, Test, Package }) =>
      Action === 'fail' && Test === undefined && !failures.some((one) => one.Package === Package),
  );
  const passed = leaves.filter(({ Action }) => Action === 'pass').length;
  return counted(ended, passed, failures.length + unexplained.length);
}

const isBelow = (event: GoEvent, parent: GoEvent): boolean =>
  event.Package === parent.Package && (event.Test?.startsWith(`${parent.Test}/`) ?? false);

/** A level that ran nothing, or whose program failed although no test did, has failed once. */
function counted({ name, exitCode }: Ended, passed: number, failed: number): Result {
  const missing = failed === 0 && (exitCode !== 0 || passed === 0);
  return { name, passed, failed: missing ? 1 : failed };
}

/** The last line of the run. */
export function total(results: readonly Result[]): { readonly line: string; readonly exitCode: 0 | 1 } {
  const sum = (pick: (result: Result) => number) => results.reduce((all, result) => all + pick(result), 0);
  const passed = sum((result) => result.passed);
  const failed = sum((result) => result.failed);
  return { line: `${passed} passed, ${failed} failed`, exitCode: failed > 0 || passed === 0 ? 1 : 0 };
}
