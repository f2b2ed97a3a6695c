import type { ConditionReason, Finding, HoldReason } from '../api/conditions.ts';
import type { SlaSeen } from '../rollout/breach.ts';
import { onTrial } from '../rollout/rollout.ts';
import type { Situation } from './situation.ts';

/** Whether the candidate keeps the SLA, as far as the judge sees it; between releases nobody measures. */
export function slaFinding({ rollout, verdict, sla }: Situation): Extract<Finding, { type: 'SLAMet' }> {
  const type = 'SLAMet';
  const { message } = verdict;
  if ('breach' in rollout && rollout.breach) return { type, status: 'False', ...rollout.breach };
  if (!onTrial(rollout)) return betweenReleases(sla);
  if (verdict.name === 'Hold' && silences.has(verdict.reason)) {
    return { type, status: 'Unknown', reason: 'ScrapeFailed', message };
  }
  if (verdict.name === 'Hold' && verdict.reason === 'FrameRate') {
    return { type, status: 'False', reason: 'FrameRate', message };
  }
  if (verdict.name === 'Environment') {
    return { type, status: 'False', reason: 'ErrorRate', message };
  }
  if (verdict.name === 'RollBack') {
    return { type, status: 'False', reason: broken[verdict.reason] ?? 'ErrorRate', message };
  }
  return {
    type,
    status: 'True',
    reason: 'Met',
    message: 'The candidate is no worse than the stable revision.',
  };
}

const betweenReleases = ({ result }: SlaSeen): Extract<Finding, { type: 'SLAMet' }> =>
  result === 'Met'
    ? {
        type: 'SLAMet',
        status: 'True',
        reason: 'Met',
        message: 'What users met lately is within rollout.sla.',
      }
    : {
        type: 'SLAMet',
        status: 'Unknown',
        reason: 'NoTraffic',
        message: 'Too little was asked lately to tell.',
      };

/** Reasons of a verdict without data. */
const silences: ReadonlySet<string> = new Set(['JudgeBlind', 'CandidateSilent']);

/** What the judge blames, as this condition calls it. */
const broken: { readonly [Reason in HoldReason]?: ConditionReason<'SLAMet', 'False'> } = {
  LatencyWorse: 'Latency',
  SceneLoadWorse: 'SceneLoad',
  MemoryGrowing: 'Memory',
};
