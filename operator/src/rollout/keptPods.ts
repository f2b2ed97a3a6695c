import type { Rollout } from './rollout.ts';

/**
 * Whether users are being moved from one revision to another, so that the pods which carry them, and those to which they
 * would be sent back, must not become fewer.
 */
export const keepsPods = ({ phase }: Rollout): boolean =>
  phase === 'Canary' || phase === 'Promoting' || phase === 'Baking' || phase === 'RollingBack';

/**
 * Pods at full traffic. From the canary until the release is over they grow as is asked and never become fewer than `kept`, what
 * the release has had; 0 turns the world off at any time.
 */
export const fullReplicas = (rollout: Rollout, asked: number, kept: number | undefined): number =>
  asked === 0 || !keepsPods(rollout) ? asked : Math.max(asked, kept ?? 0);
