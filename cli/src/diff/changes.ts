import { type Field, fieldsOf } from './fields.ts';

/** One difference between two revisions. A Secret's content is `changed` and nothing more is said about it. */
export type Change =
  | { readonly path: string; readonly before: string | null; readonly after: string | null }
  | { readonly path: string; readonly removed: readonly string[]; readonly added: readonly string[] }
  | { readonly path: string; readonly secret: 'added' | 'removed' | 'changed' };

/** What differs between two canonical inputs, sorted by path with the image first. Pods of equal inputs are equal. */
export function changesBetween(before: string, after: string): readonly Change[] {
  const [then, now] = [fieldsOf(before), fieldsOf(after)];
  const paths = [...new Set([...then.keys(), ...now.keys()])];
  return paths
    .toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .flatMap((path) => changeOf(path, then.get(path), now.get(path)) ?? []);
}

const rank = (path: string): number => (path === 'image' ? 0 : 1);

function changeOf(path: string, then: Field | undefined, now: Field | undefined): Change | undefined {
  const [before, after] = [then?.values ?? [], now?.values ?? []];
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
  const { isSecret, isList } = (now ?? then) as Field;
  if (isSecret) return { path, secret: ofSecret(then, now) };
  return isList
    ? { path, removed: without(before, after), added: without(after, before) }
    : { path, before: said(then), after: said(now) };
}

function ofSecret(then: Field | undefined, now: Field | undefined): 'added' | 'removed' | 'changed' {
  if (!then) return 'added';
  return now ? 'changed' : 'removed';
}

const without = (values: readonly string[], others: readonly string[]): readonly string[] =>
  values.filter((value) => !others.includes(value));

const said = (field: Field | undefined): string | null => {
  const [value] = field?.values ?? [];
  return field && value !== undefined ? `${value}${field.isDefault ? ' (default)' : ''}` : null;
};
