import { parseSpec } from '../../../operator/src/api/spacetime.ts';
import { reachesPods } from '../../../operator/src/rollout/canonical.ts';
import { bytes } from '../view/amounts.ts';

/** One thing that a revision says: a value, or a list of what is allowed. */
export interface Field {
  readonly values: readonly string[];
  readonly isList: boolean;
  /** Not written in the record, because it is the default. */
  readonly isDefault: boolean;
  /** The value stands for the content of a Secret and may not be shown. */
  readonly isSecret: boolean;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Names in the record that are not paths of the spec. */
const specPaths: Readonly<Record<string, (environment: string) => string>> = {
  whitelist: (environment) => `scenes.whitelist.${environment}`,
  blacklist: () => 'scenes.blacklist',
  secretRef: () => 'secrets.secretRef.name',
  mounts: () => 'secrets.mounts',
};

/**
 * Everything that a revision says, by path of the spec. `input` is the canonical text of its record, in which fields at
 * their default are left out; here they are filled in again.
 */
export function fieldsOf(input: string): ReadonlyMap<string, Field> {
  const said = JSON.parse(input) as Readonly<Record<string, Json>>;
  const environment = typeof said['environment'] === 'string' ? said['environment'] : 'production';
  const fields = new Map<string, Field>();
  const put = (isDefault: boolean) => (path: string, field: Omit<Field, 'isDefault'>) =>
    fields.set(path, { ...field, isDefault });
  for (const [record, isDefault] of [
    [defaultsOf(environment), true],
    [said, false],
  ] as const)
    for (const [key, value] of Object.entries(record))
      walk(specPaths[key]?.(environment) ?? key, value, put(isDefault));
  return fields;
}

function defaultsOf(environment: string): Readonly<Record<string, Json>> {
  const spec = parseSpec({ image: 'default:1' });
  const defaults = reachesPods(spec, environment as typeof spec.environment);
  // Only what JSON can say is in a record.
  return JSON.parse(JSON.stringify(defaults)) as Readonly<Record<string, Json>>;
}

type Put = (path: string, field: Omit<Field, 'isDefault'>) => void;

function walk(path: string, value: Json, put: Put): void {
  if (Array.isArray(value)) list(path, value, put);
  else if (isRecord(value))
    for (const [key, field] of Object.entries(value)) walk(`${path}.${key}`, field, put);
  else put(path, { values: [shown(path, value)], isList: false, isSecret: false });
}

/** Named items become fields of their own; digests of pinned Secrets are compared and never shown. */
function list(path: string, items: readonly Json[], put: Put): void {
  if (items.length === 0 || !items.every(isRecord)) {
    put(path, { values: items.map((item) => shown(path, item)), isList: true, isSecret: false });
    return;
  }
  for (const { name, mount, digest, value, ...rest } of items) {
    if (typeof mount === 'string') put(`content of Secret for ${mount}`, secret(String(digest)));
    else if (value !== undefined) walk(`${path}.${String(name)}`, value, put);
    else walk(`${path}.${String(name)}`, rest, put);
  }
}

const secret = (digest: string) => ({ values: [digest], isList: false, isSecret: true });

const isRecord = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Amounts are recorded as plain numbers of bytes or cores. */
const shown = (path: string, value: Json): string =>
  typeof value === 'number' && /^resources\..*\.(memory|ephemeral-storage)$/.test(path)
    ? bytes(value)
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
