import type { SpaceTimeSpec } from '../api/spacetime.ts';
import type { Container } from '../kube/types.ts';
import type { Revision } from '../rollout/rollout.ts';

/** Where a runtime pod finds its files. */
export const paths = {
  config: '/etc/spacetime',
  secrets: '/var/run/secrets/spacetime.dev',
} as const;

/** Environment of a runtime container: the checklist's variables, the runtime's own, then the user's. */
export function environment(
  spec: SpaceTimeSpec,
  world: string,
  revision: Revision,
): NonNullable<Container['env']> {
  const ours: Record<string, string> = {
    GODOT_ENV: spec.environment,
    GODOT_ENABLE_HTTP_API: String(spec.api.enabled),
    GODOT_LOG_LEVEL: spec.api.logLevel,
    GODOT_API_PORT: String(spec.api.port),
    GODOT_TELEMETRY_PORT: String(spec.telemetry.port),
    GODOT_DISCOVERY_PORT: String(spec.discovery.port),
    SPACETIME_REVISION: revision,
    SPACETIME_SERVICE_PREFIX: world,
    SPACETIME_REQUESTS_PER_MINUTE: String(spec.api.requestsPerMinute),
    SPACETIME_ACCESS: spec.access,
    SPACETIME_DISCOVERY_MODE: spec.discovery.mode,
    SPACETIME_CONFIG_DIR: paths.config,
    SPACETIME_TOKENS_DIR: `${paths.secrets}/tokens`,
    SPACETIME_TOKEN_OVERLAP_SECONDS: String(spec.secrets.rotation.overlapSeconds),
    SPACETIME_TLS_DIR: `${paths.secrets}/tls`,
    SPACETIME_TLS_PORT: String(spec.tls.port),
    SPACETIME_DRAIN_SECONDS: String(spec.drainSeconds),
    SPACETIME_DATABASE_DIR: `${paths.secrets}/database`,
    SPACETIME_DATABASE_CONNECTIONS: String(spec.database.connectionsPerPod),
    SPACETIME_WEBHOOK_RETRIES: spec.webhooks.retryProfile,
    SPACETIME_JOBS_CONCURRENCY: String(spec.jobs.concurrency),
    ...(spec.webhooks.addressPolicy === 'Any' && { SPACETIME_WEBHOOK_ALLOWED_CIDRS: '0.0.0.0/0,::/0' }),
    ...(spec.api.trustedProxies.length > 0 && {
      SPACETIME_TRUSTED_PROXIES: spec.api.trustedProxies.join(','),
    }),
    ...(spec.api.corsOrigins.length > 0 && { SPACETIME_CORS_ORIGINS: spec.api.corsOrigins.join(',') }),
  };
  return [
    ...Object.entries(ours).map(([name, value]) => ({ name, value })),
    // Where the other pods of the world find this one.
    { name: 'SPACETIME_POD_IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } },
    ...spec.env.map(({ name, value }) => ({ name, value })),
  ];
}
