import type { Release } from '../api/status/release.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { cut } from './rollout.ts';
import type { Situation } from './situation.ts';

type Details = Pick<
  Release,
  | 'step'
  | 'canaryStartedAt'
  | 'approval'
  | 'closed'
  | 'recoveries'
  | 'promotedBy'
  | 'comparedSince'
  | 'recall'
>;

/** What only some phases have. */
export function releaseDetails(rollout: Rollout): Details {
  switch (rollout.phase) {
    case 'Canary':
      return {
        step: rollout.step + 1,
        canaryStartedAt: rollout.canaryStartedAt,
        approval: rollout.approval ?? 'NotRequired',
        ...(rollout.closed && { closed: rollout.closed }),
        ...(rollout.recoveries && { recoveries: rollout.recoveries }),
      };
    case 'Promoting':
      return { step: 0, ...(rollout.promotedBy && { promotedBy: rollout.promotedBy }) };
    case 'Baking':
      return { step: 0, ...(rollout.comparedSince && { comparedSince: rollout.comparedSince }) };
    case 'Recalling': {
      const { reason, message } = rollout.cause;
      return { step: 0, recall: { reason, message: cut(message, 320) } };
    }
    default:
      return { step: 0 };
  }
}

/** When the phase must be over, RFC 3339. Absent while its clock stands still. */
export function deadlineOf(
  rollout: Extract<Rollout, { candidate: string }>,
  { owner }: Pick<Situation, 'owner'>,
): string | undefined {
  if (rollout.waiting || standsStill(rollout)) return undefined;
  const { deadlines, bakeSeconds } = owner.spec.rollout;
  const seconds = {
    Preparing: deadlines.preparingSeconds,
    Checking: deadlines.checkingSeconds,
    Canary: deadlines.canarySeconds,
    Promoting: deadlines.promotingSeconds,
    Baking: bakeSeconds,
    Recalling: deadlines.rollingBackSeconds,
    RollingBack: deadlines.rollingBackSeconds,
  }[rollout.phase];
  const since = rollout.phase === 'Canary' ? rollout.canaryStartedAt : rollout.phaseStartedAt;
  return new Date(Date.parse(since) + seconds * 1000).toISOString();
}

function standsStill(rollout: Rollout): boolean {
  if (rollout.phase === 'Baking') return rollout.comparedSince !== undefined;
  return rollout.phase === 'Canary' && (rollout.closed !== undefined || rollout.approval === 'Required');
}
