/** A resourceVersion as a number. They outgrow 2^53, where `Number` begins to round, so they are compared as `bigint`. */
export function versionOf(resourceVersion: string | undefined): bigint {
  return resourceVersion !== undefined && /^\d+$/.test(resourceVersion) ? BigInt(resourceVersion) : 0n;
}
