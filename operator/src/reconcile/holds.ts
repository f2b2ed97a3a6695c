/**
 * Whether `stored` holds all that `wanted` says: the fields of objects, lists item by item and of equal length. What
 * the server or others added to objects is left out of account.
 */
export function holds(stored: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(stored) &&
      stored.length === wanted.length &&
      wanted.every((item, i) => holds(stored[i], item))
    );
  }
  if (typeof wanted !== 'object' || wanted === null) return Object.is(stored, wanted);
  if (typeof stored !== 'object' || stored === null) return false;
  return Object.entries(wanted).every(([key, value]) =>
    holds((stored as Record<string, unknown>)[key], value),
  );
}
