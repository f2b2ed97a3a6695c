import { quantity } from '../api/quantity.ts';
import type { Environment, SpaceTimeSpec } from '../api/spacetime.ts';

/** A pinned Secret's content as it enters a revision: the mount's name and a keyed digest, never the content. */
export interface PinnedContent {
  readonly mount: string;
  readonly digest: string;
}

export type Fields = { readonly [key: string]: Plain | undefined };
type Plain = string | number | boolean | null | readonly Plain[] | Fields;

/**
 * What reaches a pod, as one text: equal texts mean equal pods. Fields at their default are left out, so that a new
 * field with a default makes no release; sets and named lists are sorted and quantities are written one way, so that
 * spelling makes none either. Replicas, pause and the release policy are not in it.
 */
export function canonicalInput(
  spec: SpaceTimeSpec,
  defaults: SpaceTimeSpec,
  pinned: readonly PinnedContent[],
): string {
  const { environment } = spec;
  const rest = without(reachesPods(spec, environment), reachesPods(defaults, environment));
  const input: Fields = { ...rest, image: spec.image };
  const contents = byKey(pinned, 'mount').map(({ mount, digest }) => ({ mount, digest }));
  return JSON.stringify(sorted(contents.length > 0 ? { ...input, pinned: contents } : input));
}

/** The fields that reach a pod, in the form in which a revision keeps them; of whitelists only that of the environment. */
export const reachesPods = (spec: SpaceTimeSpec, environment: Environment): Fields => ({
  imagePullPolicy: spec.imagePullPolicy,
  environment: spec.environment,
  api: {
    ...spec.api,
    corsOrigins: allowed(spec.api.corsOrigins),
    trustedProxies: allowed(spec.api.trustedProxies),
  },
  access: spec.access,
  telemetry: spec.telemetry,
  discovery: spec.discovery,
  env: byKey(spec.env, 'name'),
  whitelist: allowed(spec.scenes.whitelist[environment]),
  blacklist: allowed(spec.scenes.blacklist),
  secretRef: spec.secrets.secretRef?.name,
  mounts: byKey(spec.secrets.mounts, 'name'),
  webhooks: spec.webhooks,
  jobs: spec.jobs,
  // Who runs the database, and with what, reaches no pod.
  database: { secretRef: spec.database.secretRef, connectionsPerPod: spec.database.connectionsPerPod },
  tls: {
    secretRef: spec.tls.secretRef?.name,
    certManager: issuerOf(spec.tls),
    selfSigned: spec.tls.selfSigned?.validityDays,
    port: spec.tls.port,
  },
  resources: { requests: quantities(spec.resources.requests), limits: quantities(spec.resources.limits) },
  probes: spec.probes,
  drainSeconds: spec.drainSeconds,
  placement: { ...spec.placement, tolerations: bySpelling(spec.placement.tolerations) },
});

const issuerOf = ({ certManager }: SpaceTimeSpec['tls']): Fields | undefined =>
  certManager && without(certManager.issuerRef, { kind: 'Issuer', group: 'cert-manager.io' });

/** A list of what is allowed or not is a set, whatever order it is written in. */
export const allowed = (items: readonly string[]): readonly string[] => [...new Set(items)].sort();

const quantities = (amounts: { readonly [name: string]: string | number }) =>
  Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, quantity(String(amount))]));

/** Tolerations are a set too, and have no name. */
const bySpelling = (items: readonly Fields[]): readonly Fields[] =>
  items
    .map((item) => [JSON.stringify(sorted(item)), item] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item);

/** Sorted by the key of a named list, so that the order in which items are written means nothing. */
export const byKey = <T extends { readonly [K in Key]: string }, Key extends string>(
  items: readonly T[],
  key: Key,
): readonly T[] => [...items].sort((a, b) => (a[key] < b[key] ? -1 : 1));

/** The fields of `value` that differ from `defaults`, at every level of objects; lists are compared whole. */
export function without(value: Fields, defaults: Fields): { [key: string]: Plain } {
  const rest: { [key: string]: Plain } = {};
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined || same(field, defaults[key])) continue;
    const theirs = defaults[key];
    rest[key] = isRecord(field) && isRecord(theirs) ? without(field, theirs) : field;
  }
  return rest;
}

const same = (a: Plain | undefined, b: Plain | undefined): boolean =>
  JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

export function sorted(value: Plain | undefined): Plain | undefined {
  if (Array.isArray(value)) return value.map((item) => sorted(item) ?? null);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

const isRecord = (value: Plain | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
