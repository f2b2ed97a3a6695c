import * as z from 'zod';
import { runbookAddress } from './runbooks.ts';
import { sharedGateways } from './sharedGateways.ts';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

const environment = z.object({
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  /** Port of /livez, /readyz and /metrics. */
  HEALTH_PORT: z.coerce.number().int().min(1).max(65_535).default(8088),
  /** Whether a Lease decides which of several replicas acts. */
  LEADER_ELECTION: flag.default(true),
  /** Image of the PostgreSQL that a new world gets; those that are there keep theirs. */
  DATABASE_IMAGE: z.string().min(1).default('postgres:18.4'),
  /** Image with the check program, usually the operator's own; absent: candidates are asked by the operator alone. */
  CHECK_IMAGE: z.string().min(1).optional(),
  /** Image with the check program and a browser, for releases that ask for one; absent: their browser check is skipped. */
  CHECK_BROWSER_IMAGE: z.string().min(1).optional(),
  /** Where the pages of the alerts are, for worlds that do not say so. */
  RUNBOOK_BASE_URL: runbookAddress,
  /** Gateways that worlds may name in exposure.gateway.sharedGateways. */
  SHARED_GATEWAYS: sharedGateways,
  /** Name, UID and namespace of the own pod; the namespace holds the Lease. Without the UID a restarted leader waits for its Lease. */
  POD_UID: z.string().min(1).optional(),
  POD_NAME: z.string().min(1).default(`operator-${process.pid}`),
  POD_NAMESPACE: z.string().min(1).default('spacetime-system'),
});

const checked = environment.refine(
  (set) => set.CHECK_IMAGE !== undefined || set.CHECK_BROWSER_IMAGE === undefined,
  {
    path: ['CHECK_BROWSER_IMAGE'],
    error: 'needs CHECK_IMAGE beside it, for releases that ask for no browser',
  },
);

export type Config = Readonly<z.infer<typeof environment>>;

/** A variable that cannot be used; the message is one sentence that names it. */
export class InvalidConfig extends Error {
  override readonly name = 'InvalidConfig';
}

/** Reads the whole configuration once; nothing else reads the environment. Throws `InvalidConfig`. */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const parsed = checked.safeParse(variables);
  if (parsed.success) return Object.freeze(parsed.data);
  const [issue] = parsed.error.issues;
  throw new InvalidConfig(`${issue?.path.join('.')}: ${issue?.message}.`);
}
