import * as z from 'zod';

const limit = { error: 'a whole number from 1 to 100' };
const before = { error: 'a cursor of an answer before' };

/** Which part of a long list is asked for: newest first, those older than the cursor. */
export const PageOf = z.strictObject({
  limit: z
    .string(limit)
    .regex(/^([1-9]\d?|100)$/, limit)
    .default('50')
    .transform(Number)
    .meta({ type: 'integer', minimum: 1, maximum: 100, default: 50, description: 'How many at most.' }),
  cursor: z
    .string(before)
    .regex(/^[1-9]\d{0,14}$/, before)
    .transform(Number)
    .optional()
    .meta({ type: 'string', description: 'The `next_cursor` of the answer before.' }),
});

/** The cursor that goes on after these, if there may be more. */
export const nextCursor = (rows: readonly { readonly id: number }[], limit: number): string | null =>
  rows.length < limit ? null : String(rows.at(-1)?.id);
