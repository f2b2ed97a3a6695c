import type { Arm, Verdict } from '../src/rollout/reading.ts';
import { hasAllUsers, type Rollout } from '../src/rollout/rollout.ts';
import { anArm, clean, crash, worse } from './builders.ts';

/** How a bad revision shows that it is bad. */
export const faults = [
  'crashes',
  'fails its users',
  'never starts',
  'cannot be pulled',
  'fails in its bake, where no probe looks',
] as const;
export type Quality = 'good' | (typeof faults)[number];

/** Pods of a revision; `tries` counts the pods of one that cannot be pulled. */
interface Pods {
  readonly count: number;
  readonly steadySeconds: number;
  readonly tries: number;
}

/** How the pods of a revision of this quality look. */
export function armShown(quality: Quality | undefined, { count, steadySeconds, tries }: Pods): Arm {
  switch (quality) {
    case 'never starts':
      return anArm(0, { pods: count });
    case 'cannot be pulled':
      return anArm(0, { pods: count, pullFailures: [`p${tries}`] });
    case 'crashes':
      return anArm(count, { steadySeconds, ...(steadySeconds > 12 && { fault: crash }) });
    default:
      return anArm(count, { steadySeconds });
  }
}

const withUsers: readonly string[] = ['Canary', 'Promoting', 'Baking'];
const alarm: Verdict = { name: 'Environment', reason: 'NotConfirmed', message: 'No probe sees it.' };

/** What the judge says of a candidate of this quality. */
export function verdictOn(quality: Quality | undefined, rollout: Rollout): Verdict {
  switch (quality) {
    case 'fails its users':
      return withUsers.includes(rollout.phase) ? worse : clean;
    case 'fails in its bake, where no probe looks':
      if (rollout.phase !== 'Baking') return clean;
      return hasAllUsers(rollout) ? alarm : worse;
    default:
      return clean;
  }
}
