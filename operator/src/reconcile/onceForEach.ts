/**
 * The same function, which works once for each object and answers the same value again, as long as the object is there. For objects
 * that never change, as those of a copy of the cluster do not: what changes is another object.
 */
export function onceForEach<Key extends object, Value>(of: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    const found = known.get(key) ?? { value: of(key) };
    known.set(key, found);
    return found.value;
  };
}
