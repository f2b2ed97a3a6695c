import express, { type RequestHandler } from 'express';
import type { z } from 'zod';
import { Problem } from './problem.ts';

/** Reads a JSON body of at most 1 MiB. */
export const jsonBody: RequestHandler[] = [
  (req, _res, next) => {
    if (req.is('application/json')) return next();
    throw new Problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'Content-Type must be application/json, with a body.');
  },
  express.json({ limit: '1mb', inflate: false }),
];

/** What a caller sent, if it is what the schema asks for; else a Problem whose sentence names the field and its rule. */
export function checked<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw issue?.code === 'unrecognized_keys' ? unknown(issue) : wrong(issue);
}

function unknown({
  keys,
  path,
}: {
  readonly keys: readonly string[];
  readonly path: readonly PropertyKey[];
}): Problem {
  const field = [...path, keys[0]].join('.');
  return new Problem(400, 'INVALID_INPUT', `${field} is not known here.`, { field });
}

function wrong(issue: z.core.$ZodIssue | undefined): Problem {
  const field = issue?.path.join('.') || 'The body';
  return new Problem(400, 'INVALID_INPUT', `${field} must be ${issue?.message ?? 'right'}.`, { field });
}
