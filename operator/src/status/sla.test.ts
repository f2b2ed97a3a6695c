import { baking, canary } from '../../test/aRollout.ts';
import { aSituation, inRelease } from '../../test/aSituation.ts';
import { revisions, shared, silent, worse } from '../../test/builders.ts';
import type { Situation } from './situation.ts';
import { slaFinding } from './sla.ts';

const { a } = revisions;
const found = (situation: Situation) => {
  const { status, reason, message } = slaFinding(situation);
  return `${status} ${reason}: ${message}`;
};

describe('SLAMet', () => {
  it.each<[string, Situation, string]>([
    ['between releases', aSituation({ verdict: silent }), 'Unknown NoTraffic'],
    ['of a stable revision that does well', aSituation({ sla: { result: 'Met' } }), 'True Met'],
    [
      'of one that does not',
      aSituation({ rollout: { phase: 'Stable', stable: a, breach: { reason: 'Memory', message: 'Much.' } } }),
      'False Memory',
    ],
    ['of a candidate that does well', inRelease(canary), 'True Met'],
    ['of one that is not heard', inRelease(canary, { verdict: silent }), 'Unknown ScrapeFailed'],
    [
      'of one that alone is not heard',
      inRelease(canary, { verdict: { ...silent, reason: 'CandidateSilent' } }),
      'Unknown ScrapeFailed',
    ],
    ['while both revisions fail', inRelease(canary, { verdict: shared }), 'False ErrorRate'],
    [
      'of one that draws few frames',
      inRelease(canary, { verdict: { ...silent, reason: 'FrameRate' } }),
      'False FrameRate',
    ],
    ['of one that fails and cannot be undone now', inRelease(baking, { verdict: worse }), 'False ErrorRate'],
    [
      'of one that is slow',
      inRelease(baking, { verdict: { ...worse, reason: 'LatencyWorse' } }),
      'False Latency',
    ],
  ])('%s', (_, situation, expected) => {
    expect(found(situation)).toMatch(new RegExp(`^${expected}: `));
  });
});
