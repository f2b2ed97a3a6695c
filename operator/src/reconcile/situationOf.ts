import type { Rollout } from '../rollout/rollout.ts';
import type { Situation } from '../status/situation.ts';
import { armsOf } from './arms.ts';
import type { ChecksSeen } from './checks.ts';
import type { Route } from './gateway.ts';
import type { Observed } from './observed.ts';
import type { Prepared } from './prepared.ts';

/** What keeps the checks from running, while they should. */
interface Found extends Pick<Situation, 'held' | 'verdict' | 'sla' | 'scaling' | 'checklist' | 'problem'> {
  readonly checks: ChecksSeen;
  readonly route: Route;
}

/** All that the user is told about, after the decision. */
export const situationOf = (
  observed: Observed,
  rollout: Rollout,
  { tokens, certificate, database, databaseReady, waiting }: Prepared,
  { checks, held, route, scaling, verdict, sla, checklist, problem }: Found,
): Situation => ({
  owner: observed.owner,
  rollout,
  asked: observed.asked.revision,
  held,
  isOpen: observed.serving !== undefined,
  ...armsOf(observed, rollout),
  verdict,
  sla,
  ...troubleOf(rollout, checks),
  tokens,
  certificate,
  database,
  databaseReady,
  scaling,
  monitoring: observed.monitoring,
  ...route,
  ...(waiting && { waiting }),
  ...(checklist && { checklist }),
  ...(observed.missing && { missing: observed.missing }),
  ...(problem && { problem }),
});

const troubleOf = (rollout: Rollout, { gate }: ChecksSeen): { readonly checkTrouble?: string } =>
  rollout.phase === 'Checking' && gate.result === 'Pending' && gate.trouble
    ? { checkTrouble: gate.trouble }
    : {};
