import type * as z from 'zod';

/** The object does not fit the schema; the message is one sentence that names the field. */
export class InvalidObject extends Error {
  override readonly name = 'InvalidObject';
}

/** Names the first field that does not fit, as a user would write it: `spec.env[0].name: …`. */
export function invalidObject(root: 'spec' | 'status', error: z.ZodError): InvalidObject {
  const [first] = error.issues;
  const path = (first?.path ?? []).map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return new InvalidObject(`${root}${path.join('')}: ${first?.message ?? 'does not fit the schema'}.`, {
    cause: error,
  });
}
