import * as z from 'zod';

/** The result of one check as the program that ran it tells it. */
export interface Reported {
  /** Group, or group and check: `load`, `smoke.webhook`. */
  readonly name: string;
  readonly result: 'Passed' | 'Failed' | 'Skipped';
  /** At most 160 characters. */
  readonly evidence: string;
  /** How long it took. */
  readonly milliseconds: number;
}

/** What the program left behind, or a sentence why that is nothing. */
export type Report = { readonly checks: readonly Reported[] } | { readonly error: string };

/** Kubernetes keeps 4096 bytes of a termination message. */
const mostChecks = 64;

const message = z.object({
  checks: z
    .array(
      z.object({
        name: z.string().regex(/^[a-z][a-zA-Z0-9.-]{0,39}$/),
        result: z.enum(['Passed', 'Failed', 'Skipped']),
        evidence: z
          .string()
          .default('')
          .transform((text) => text.slice(0, 160)),
        milliseconds: z.number().min(0).max(86_400_000).default(0),
      }),
    )
    .max(mostChecks)
    .optional(),
  error: z.string().min(1).optional(),
});

/** Reads the termination message of the check program: JSON with `checks`, or with `error`. Never throws. */
export function reportOf(text: string | undefined): Report {
  const parsed = message.safeParse(jsonIn(text ?? ''));
  if (!parsed.success) return { error: 'The check program left no report that can be read.' };
  const { checks, error } = parsed.data;
  return checks ? { checks } : { error: error ?? 'The check program left an empty report.' };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
