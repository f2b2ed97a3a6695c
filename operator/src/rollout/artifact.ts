import type { SpaceTimeSpec } from '../api/spacetime.ts';
import { allowed, byKey, type Fields, sorted, without } from './canonical.ts';

/**
 * What is the same in every environment, as one text: equal texts mean the same artifact. Two environments never share a
 * revision, because `environment` alone differs; fields at their default are left out, as in a revision.
 */
export function artifactInput(spec: SpaceTimeSpec, defaults: SpaceTimeSpec): string {
  return JSON.stringify(sorted({ ...without(shared(spec), shared(defaults)), image: spec.image }));
}

/** Scenes are in it as a whole, although only one whitelist reaches a pod: the block is the same in every environment. */
function shared({ api, scenes, ...spec }: SpaceTimeSpec): Fields {
  const { logLevel: _, corsOrigins: __, trustedProxies: ___, ...interfaces } = api;
  const { production, staging, development } = scenes.whitelist;
  return {
    api: interfaces,
    scenes: {
      production: allowed(production),
      staging: allowed(staging),
      development: allowed(development),
      blacklist: allowed(scenes.blacklist),
    },
    env: byKey(spec.env, 'name'),
    webhooks: spec.webhooks,
    jobs: spec.jobs,
    telemetry: spec.telemetry,
    discovery: spec.discovery,
    probes: spec.probes,
  };
}
