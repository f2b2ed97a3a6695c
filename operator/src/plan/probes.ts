import type { SpaceTimeSpec } from '../api/spacetime.ts';
import type { Probe } from '../kube/types.ts';

const startupPeriodSeconds = 1;

/** The three probes of a runtime pod: /health says that it can serve, /status that it lives. */
export function probes({
  probes: asked,
}: SpaceTimeSpec): Record<'startupProbe' | 'livenessProbe' | 'readinessProbe', Probe> {
  return {
    startupProbe: {
      httpGet: { path: '/health', port: 'http' },
      periodSeconds: startupPeriodSeconds,
      timeoutSeconds: 2,
      failureThreshold: Math.ceil(asked.startup.timeoutSeconds / startupPeriodSeconds),
    },
    livenessProbe: { httpGet: { path: '/status', port: 'http' }, ...asked.liveness },
    readinessProbe: { httpGet: { path: '/health', port: 'http' }, ...asked.readiness },
  };
}
