import type { Batch } from '../../src/rollout/judge/batch.ts';
import { judge } from '../../src/rollout/judge/judge.ts';
import { emptyRecord, fold } from '../../src/rollout/judge/record.ts';
import { anSla } from '../aLook.ts';
import { isLarger, type Points } from './mannWhitney.ts';

/** A way to find bad releases: a new one for each release, asked after each look whether it is undone now. */
export interface Rule {
  readonly name: string;
  readonly begin: () => (look: Batch) => boolean;
}

const theJudge: Rule = {
  name: 'the judge',
  begin: () => {
    let record = emptyRecord;
    return (look) => {
      record = fold(record, look);
      return judge(record, anSla(), new Date(look.at)).name === 'RollBack';
    };
  },
};

interface Threshold {
  /** Seconds between two measurements. */
  readonly every: number;
  /** Failed measurements, added up and never taken back, that undo a release. */
  readonly failures: number;
  /** Least part of the candidate's answers of the last minute that are good, in per cent. */
  readonly percent: number;
}

const windowSeconds = 60;

/**
 * Success of the candidate's last minute against a number that somebody has guessed, as Flagger and Argo Rollouts measure it
 * with Prometheus. What hurts it in practice is left out: scrapes come in time, no data fails nothing, and nothing waits for
 * the next tick.
 */
const threshold = (name: string, { every, failures, percent }: Threshold): Rule => ({
  name: `${name}, ${percent} %`,
  begin: () => {
    const looks: Batch[] = [];
    let failed = 0;
    return (look) => {
      looks.push(look);
      if (looks.length % every > 0) return false;
      const recent = looks.slice(-windowSeconds).map(({ candidate }) => candidate);
      const of = recent.reduce((sum, { requests }) => sum + requests, 0);
      const errors = recent.reduce((sum, arm) => sum + arm.errors, 0);
      if (of > 0 && 100 * (1 - errors / of) < percent) failed += 1;
      return failed >= failures;
    };
  },
});

const pointSeconds = 5;
const pointsThatCount = 10;

/** Error rates of both revisions, a point each five seconds, as Kayenta compares them; asked at each point from the tenth on. */
const mannWhitney: Rule = {
  name: 'Mann–Whitney, 98 %',
  begin: () => {
    let looks: Batch[] = [];
    const points: { stable: number[]; candidate: number[] } = { stable: [], candidate: [] };
    return (look) => {
      looks.push(look);
      if (looks.length < pointSeconds) return false;
      for (const arm of ['stable', 'candidate'] as const) {
        const of = looks.reduce((sum, batch) => sum + batch[arm].requests, 0);
        const errors = looks.reduce((sum, batch) => sum + batch[arm].errors, 0);
        if (of > 0) points[arm].push(errors / of);
      }
      looks = [];
      return enough(points) && isLarger(points.candidate, points.stable);
    };
  },
};

const enough = ({ stable, candidate }: { stable: Points; candidate: Points }): boolean =>
  Math.min(stable.length, candidate.length) >= pointsThatCount;

/** The judge, and what others use. */
export const rules: readonly Rule[] = [
  theJudge,
  ...[99, 95].flatMap((percent) => [
    threshold('10 s, first failure (Flagger)', { every: 10, failures: 1, percent }),
    threshold('10 s, fifth failure (Flagger)', { every: 10, failures: 5, percent }),
    threshold('5 s, failureLimit 0 (Argo Rollouts)', { every: 5, failures: 1, percent }),
    threshold('5 s, failureLimit 3 (Argo Rollouts)', { every: 5, failures: 4, percent }),
  ]),
  mannWhitney,
];
