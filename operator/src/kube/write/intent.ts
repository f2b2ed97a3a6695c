import { createHash } from 'node:crypto';
import type { KubeObject } from '../types.ts';

/** What was applied, as a hash: a field that we no longer want is visible only by a change of this. */
export const intentAnnotation = 'spacetime.dev/intent';

/** The body of an apply: without what is null or undefined, and stamped with the hash of itself. */
export function intentOf<T extends KubeObject>(object: T): T {
  const intent = present(object) as T;
  const { metadata } = intent;
  const annotations = { ...metadata.annotations, [intentAnnotation]: hashOf(intent) };
  return { ...intent, metadata: { ...metadata, annotations } };
}

/** Secret values stay out of the hash: one who may see an annotation could try guesses against it. */
function hashOf(intent: KubeObject): string {
  const { data, stringData, ...rest } = intent as KubeObject & { data?: object; stringData?: object };
  const counted =
    intent.kind === 'Secret' ? { ...rest, keys: Object.keys({ ...data, ...stringData }).sort() } : intent;
  return createHash('sha256')
    .update(JSON.stringify(sorted(counted)))
    .digest('hex')
    .slice(0, 16);
}

function present(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter(isPresent).map(present);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => isPresent(inner))
      .map(([key, inner]) => [key, present(inner)]),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/**
 * Whether the live object already says all that the intent says. What it says besides is others' business: defaults, and
 * fields and list elements of other managers.
 */
export function holds(live: unknown, intent: unknown): boolean {
  if (live === undefined) return isEmpty(intent);
  if (Array.isArray(intent)) return Array.isArray(live) && listHolds(live, intent);
  if (!isRecord(intent)) return live === intent;
  return isRecord(live) && Object.entries(intent).every(([key, wanted]) => holds(live[key], wanted));
}

/** A list whose elements have names is a set of them; any other is one value. */
function listHolds(live: readonly unknown[], intent: readonly unknown[]): boolean {
  const key = elementKeys.find((candidate) => names(intent, candidate));
  if (!key) return live.length === intent.length && intent.every((wanted, at) => holds(live[at], wanted));
  return intent.every((wanted) =>
    live.some((found) => isRecord(found) && found[key] === (wanted as Fields)[key] && holds(found, wanted)),
  );
}

/** What names an element in the lists of Kubernetes, in the order of preference. */
const elementKeys = ['mountPath', 'uid', 'name'];

function names(list: readonly unknown[], key: string): boolean {
  const values = list.map((element) => (isRecord(element) ? element[key] : undefined));
  return (
    list.length > 0 &&
    values.every((value) => typeof value === 'string') &&
    new Set(values).size === list.length
  );
}

/** The part of the answer that the intent speaks of, in the server's own spelling ("1" for "1000m"). */
export function spelledBy(answer: unknown, intent: unknown): unknown {
  if (isRecord(intent) && isRecord(answer)) {
    return Object.fromEntries(
      Object.entries(intent)
        .filter(([key]) => answer[key] !== undefined)
        .map(([key, wanted]) => [key, spelledBy(answer[key], wanted)]),
    );
  }
  // The elements of a list are taken as they are: a later difference in one of them is worth an apply.
  return answer;
}

type Fields = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isPresent = (value: unknown): boolean => value !== undefined && value !== null;

/** What the server may leave out of an answer because it says nothing: no element, no text, zero, false. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) ? Object.values(value).every(isEmpty) : !value;
}
