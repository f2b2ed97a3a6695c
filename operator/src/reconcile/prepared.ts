import type { HeldRevision } from '../api/status/history.ts';
import type { Condition } from '../api/status/world.ts';
import { type CertificatePlan, certificatePlan } from '../plan/certificatePlan.ts';
import { type DatabasePlan, databasePlan } from '../plan/databasePlan.ts';
import type { Waiting } from '../rollout/promotion.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { type DatabaseFinding, databaseFinding } from '../status/database.ts';
import { withChecklist } from './checklist.ts';
import { type ChecksSeen, checksOf } from './checks.ts';
import type { Fresh, Outcome } from './commands.ts';
import { holdsOf } from './holds.ts';
import type { Observed } from './observed.ts';
import { simpleCommands } from './orders.ts';
import { waitingOf } from './promotion.ts';
import { type TokensDecided, tokensDecided } from './rotation.ts';

/** What is settled before the rollout is asked. */
export interface Prepared {
  /** What is done about commands that ask nothing of the rollout. */
  readonly commands: ReadonlyMap<Fresh, Outcome>;
  readonly checks: ChecksSeen;
  readonly holds: readonly HeldRevision[];
  readonly waiting?: Waiting | undefined;
  readonly tokens: TokensDecided;
  readonly certificate: CertificatePlan;
  readonly database: DatabasePlan;
  readonly databaseReady: DatabaseFinding;
}

/** Everything that can be said before the rollout is asked. */
export function prepare(observed: Observed, before: Rollout): Prepared {
  const { owner, now, status } = observed;
  const database = databasePlan(owner, observed.database);
  const commands = simpleCommands(observed, before);
  const holds = holdsOf(observed, commands);
  return {
    commands,
    checks: withChecklist(observed, before, checksOf(observed, before)),
    holds,
    waiting: waitingOf(observed, before, holds),
    tokens: tokensDecided(observed),
    certificate: certificatePlan(owner, observed.certificate, now),
    database,
    databaseReady: databaseFinding(observed.database, database, {
      now,
      before: conditionOf(observed),
      serves: status.stableRevision !== undefined,
    }),
  };
}

/** What was told last of the database. */
export const conditionOf = ({ status }: Observed): Condition | undefined =>
  status.conditions.find(({ type }) => type === 'DatabaseReady');

/**
 * A placeholder must not reach production, and without a file that it mounts no pod starts: the release waits. A pod
 * without its database can only use up the time of its startup probe, and be blamed for it.
 */
export const blockedBy = (
  { missing }: Observed,
  { tokens, certificate, database, databaseReady }: Prepared,
): string | undefined =>
  missing ??
  tokens.refusal?.message ??
  certificate.blocks ??
  database.refusal?.message ??
  database.nameTaken ??
  (databaseReady.reason === 'Ready' ? undefined : databaseReady.message);
