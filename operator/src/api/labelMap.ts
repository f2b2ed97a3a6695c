import * as z from 'zod';

/** Labels as Kubernetes has them: a map with at most 16 names. */
export const labelMap = (description: string) =>
  z
    .record(
      z.string(),
      z
        .string()
        .max(63)
        .regex(/^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/),
    )
    .meta({ maxProperties: 16 })
    .describe(description);
