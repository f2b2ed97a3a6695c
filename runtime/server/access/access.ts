import type { Deps } from '../deps.ts';
import { addresses, trustOf } from './address.ts';
import { followTokens } from './followTokens.ts';
import { sharedLimits } from './limits.ts';
import { countPods } from './pods.ts';
import { refusals } from './refusals.ts';
import { tickets } from './tickets.ts';
import type { Keyring } from './tokens.ts';

/** What access is made of. */
export type Access = Pick<Deps, 'tokens' | 'tickets' | 'trust' | 'addressOf' | 'limits' | 'refusals'>;

/**
 * Everything that decides who may ask, and how often. Resolves once the tokens were read from the database, or could not be: until
 * they are, those that are mounted are known.
 */
export async function openAccess(
  ring: Keyring,
  around: Pick<Deps, 'config' | 'database' | 'signals' | 'recordEvent' | 'log' | 'now'>,
): Promise<Access> {
  const { config, database, signals, now } = around;
  const trust = trustOf(config.trustedProxies);
  return {
    tokens: await followTokens(ring, { ...around, overlapSeconds: config.tokenOverlapSeconds }),
    tickets: tickets(database, now),
    trust,
    addressOf: addresses(trust),
    limits: sharedLimits({ pool: database.pool, pods: countPods(database, signals) }),
    refusals: refusals(around),
  };
}
