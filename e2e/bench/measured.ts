import { quantile } from './numbers.ts';
import { isAsExpected, type Trial } from './trial.ts';

/** What was measured of a goal, and whether that keeps it. */
export interface Measured {
  readonly text: string;
  readonly isKept: boolean;
}

/** A goal, which trials tell about it, and what they measured. */
export interface Goal {
  readonly name: string;
  readonly what: string;
  readonly scenarios: readonly string[];
  /** What is measured to compare with, and is no trial of the goal itself. */
  readonly beside?: readonly string[];
  /** Undefined when no trial has the numbers. */
  readonly measure: (trials: readonly Trial[], beside: readonly Trial[]) => Measured | undefined;
}

/** A quantile, by its share. */
export const p = (values: readonly number[], share: number): number => quantile(values, share);
/** Requests of users that failed. */
export const failedOf = ({ failed }: Trial): number => failed.new + failed.kept;
/** A number of three digits that matter, with its unit. */
export const told = (value: number, unit: string): string => `${Number(value.toPrecision(3))} ${unit}`;
/** Trials that did not come out as their scenario says. */
export const wrong = (trials: readonly Trial[]): number => trials.filter((one) => !isAsExpected(one)).length;
/** Sockets of the revision that users had, lost in all trials. */
export const lost = (trials: readonly Trial[]): number =>
  trials.reduce((sum, { sockets }) => sum + sockets.stableLost, 0);

/** A goal for the 95th percentile of a number that not every trial has. */
export const highAtMost =
  (number: (trial: Trial) => number | undefined, most: number, unit: string): Goal['measure'] =>
  (trials) => {
    const values = trials.flatMap((trial) => number(trial) ?? []);
    if (values.length === 0) return undefined;
    const high = p(values, 0.95);
    return {
      text: `p50 ${told(p(values, 0.5), unit)}, p95 ${told(high, unit)}`,
      isKept: high <= most,
    };
  };

/** How many releases of each scenario were undone to the last byte. */
export function restoredOf(trials: readonly Trial[]): Measured | undefined {
  const compared = trials.filter(({ restored }) => restored !== undefined);
  if (compared.length === 0) return undefined;
  const counts = [...Map.groupBy(compared, ({ scenario }) => scenario)].map(
    ([name, group]) => `${name} ${group.filter(({ restored }) => restored).length} of ${group.length}`,
  );
  return {
    text: counts.join(', '),
    isKept: wrong(trials) === 0 && compared.every(({ restored }) => restored),
  };
}

/** The sum of a number that only some scenarios have. */
export const sumOf = (trials: readonly Trial[], name: string): number =>
  trials.reduce((sum, { more }) => sum + (more[name] ?? 0), 0);
