import type { Request } from 'express';
import type * as z from 'zod';
import { fieldName, plain } from './plainJson.ts';
import { Problem } from './problem.ts';

/** What a caller sent, if it is what the schema asks for; else a Problem whose sentence names the field and its rule. */
export function checked<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw issue?.code === 'unrecognized_keys' ? unknown(issue) : wrong(issue);
}

/** The query of a request. Throws a Problem when a field is there twice, or is not text in UTF-8. */
export function queryOf(request: Request): unknown {
  const [, query = ''] = request.url.split(/\?(.*)/s);
  if (query === '') return {};
  if (!isDecodable(query))
    throw new Problem(400, 'INVALID_INPUT', 'The query must be UTF-8, percent-encoded.');
  // Express reads the query again each time it is asked.
  const fields = request.query;
  for (const [field, value] of Object.entries(fields)) {
    if (Array.isArray(value))
      throw new Problem(400, 'INVALID_INPUT', `${fieldName([field])} must be given once.`, {
        field: fieldName([field]),
      });
  }
  plain(fields);
  return fields;
}

/** The parts of the path that a route leaves open. */
export function paramsOf(request: Request): unknown {
  plain(request.params);
  return request.params;
}

function isDecodable(query: string): boolean {
  try {
    decodeURIComponent(query);
    return true;
  } catch {
    return false;
  }
}

function unknown({
  keys,
  path,
}: {
  readonly keys: readonly string[];
  readonly path: readonly PropertyKey[];
}): Problem {
  const field = fieldName([...path, keys[0] ?? '']);
  return new Problem(400, 'INVALID_INPUT', `${field} is not known here.`, { field });
}

function wrong(issue: z.core.$ZodIssue | undefined): Problem {
  const field = fieldName(issue?.path ?? []);
  const sentence = `${field || 'The body'} must be ${issue?.message ?? 'right'}.`;
  return new Problem(400, 'INVALID_INPUT', sentence, field ? { field } : {});
}
