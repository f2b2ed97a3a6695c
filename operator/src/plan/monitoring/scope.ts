import type { Owner } from '../owner.ts';

/** What the queries about one world have in common. */
export interface Scope {
  /** Label matchers that no other world fits: pods get these labels when they are scraped, the operator's metrics have them. */
  readonly world: string;
  /** A range for counters: the seconds that are asked for, or more where Prometheus looks too seldom to see a change in them. */
  range(seconds: number): string;
}

/** Looks that a range must hold, so that one that is missed makes no rate disappear. */
const looksInRange = 4;

export const scopeOf = ({ namespace, name, spec }: Pick<Owner, 'namespace' | 'name' | 'spec'>): Scope => ({
  world: `namespace="${namespace}",name="${name}"`,
  range: (seconds) => rangeOf(Math.max(seconds, looksInRange * spec.monitoring.scrapeIntervalSeconds)),
});

const rangeOf = (seconds: number): string => (seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`);
