import { Skipped } from './check.ts';
import { bodyOf, type Site } from './site.ts';

/** What opens the world of the check. */
export interface Access {
  /** A token without a limit. */
  readonly token: string;
  /** A token with `limit`, which nobody has used. */
  readonly limited: string;
  /** The ports of the world, as it says itself; 8443 is served only while there is a certificate. */
  readonly ports: Readonly<Record<'telemetry' | 'tls', number | undefined>>;
}

/** Small enough to be met at once, and over in a few seconds. */
export const limit = { requests: 10, seconds: 5 } as const;

const lifeSeconds = 3600;

interface Status {
  readonly api_enabled: boolean;
  readonly ports: Access['ports'];
}

/**
 * Has the world issue two tokens for an hour: limits are a property of a token, and the one that is mounted has the usual one. Throws
 * Skipped when the API is off.
 */
async function openAccess(world: Site, token: string): Promise<Access> {
  const { api_enabled, ports } = bodyOf<Status>(
    await world.ask('/status', { token }),
    'GET /status with the token',
  );
  if (!api_enabled) throw new Skipped('The HTTP API is off.');
  const issue = async (name: string, limited: object) => {
    const body = { name, scopes: ['read', 'write', 'admin'], expires_in: lifeSeconds, ...limited };
    const answer = await world.ask('/auth/tokens', { token, body });
    return bodyOf<{ readonly token: string }>(answer, 'POST /auth/tokens').token;
  };
  return {
    token: await issue('check', { requests_per_minute: 0 }),
    limited: await issue('check-limited', { rate_limit: limit }),
    ports,
  };
}

/** Opens the world at the first call that can, and for all: each opening issues tokens. */
export function accessOnce(token: string): (world: Site) => Promise<Access> {
  let opening: Promise<Access> | undefined;
  return (world) => {
    opening ??= openAccess(world, token).catch((error) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
}
