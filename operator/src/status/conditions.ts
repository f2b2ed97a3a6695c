import { conditions, type Finding } from '../api/conditions.ts';
import type { Condition } from '../api/status/world.ts';
import { cut } from './rollout.ts';

interface Found {
  readonly type: string;
  readonly status: Condition['status'];
  readonly reason: string;
  readonly message: string;
}

/**
 * Findings as conditions, with those that are derived from them: Ready, Reconciling and Stalled. The transition time
 * moves with the status only. `atWork` is the sentence of what is under way, if anything is.
 */
export function mergeConditions(
  before: readonly Condition[],
  findings: readonly Finding[],
  { generation, now, atWork }: { readonly generation: number; readonly now: Date; readonly atWork?: Found },
): readonly Condition[] {
  const all: Found[] = [ready(findings), ...findings, atWork ?? upToDate, stalled(findings)];
  return all.map(({ type, status, reason, message }) => {
    const old = before.find((condition) => condition.type === type);
    return {
      type,
      status,
      reason,
      message: cut(message, 320),
      lastTransitionTime: old?.status === status ? old.lastTransitionTime : now.toISOString(),
      observedGeneration: generation,
    };
  });
}

/** Ready is never set by hand: it is the first finding that is False, else the first that is Unknown. */
function ready(findings: readonly Finding[]): Found {
  const feeding = findings.filter(({ type }) => conditions[type].feedsReady);
  const blocker = feeding.find((f) => f.status === 'False') ?? feeding.find((f) => f.status === 'Unknown');
  if (blocker) return { ...blocker, type: 'Ready' };
  return {
    type: 'Ready',
    status: 'True',
    reason: 'Ready',
    message: 'Users are served by what the spec asks for.',
  };
}

/** Only a person can go on: a False finding that feeds Ready and that no waiting cures. */
function stalled(findings: readonly Finding[]): Found {
  const blocker = findings.find(
    (f) => f.status === 'False' && conditions[f.type].feedsReady && !passes.has(f.reason),
  );
  if (blocker) return { ...blocker, type: 'Stalled', status: 'True' };
  return { type: 'Stalled', status: 'False', reason: 'NotStalled', message: 'Nobody has to do anything.' };
}

/** Reasons of False that time or the cluster cures. */
const passes: ReadonlySet<string> = new Set([
  'NoReadyPods',
  'NothingReleased',
  'Conflict',
  'QuotaExceeded',
  'Unavailable',
]);

const upToDate: Found = {
  type: 'Reconciling',
  status: 'False',
  reason: 'UpToDate',
  message: 'The cluster holds what the spec asks for.',
};
