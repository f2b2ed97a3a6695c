import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { isUnavailable } from '../database/unavailable.ts';
import { Problem, sendProblem } from './problem.ts';

const retrySeconds = 5;

interface HttpError {
  readonly status?: number;
  readonly type?: string;
}

/** Turns whatever a route throws into a problem. What we did not expect is logged in full and told in one sentence. */
export function failed(log: Logger): ErrorRequestHandler {
  return (error, _req, res, next) => {
    if (res.headersSent) return next(error);
    const problem = expected(error);
    const seconds = problem && retryAfter(problem);
    if (seconds !== undefined && !res.hasHeader('Retry-After')) res.setHeader('Retry-After', seconds);
    if (!problem) log.error({ err: error, request: res.getHeader('X-Request-Id') }, 'A request failed.');
    sendProblem(
      res,
      problem ?? new Problem(500, 'INTERNAL_ERROR', 'The server failed to answer; its log says why.'),
    );
  };
}

const expected = (error: unknown): Problem | undefined =>
  error instanceof Problem ? error : (fromParser(error as HttpError) ?? fromDatabase(error));

/** Seconds after which the same request may succeed, if it may. */
function retryAfter({ status, more }: Problem): number | undefined {
  const told = more['retry_after'];
  if (typeof told === 'number') return told;
  return status === 503 ? retrySeconds : undefined;
}

/** What is asked of a database that is away is not lost: its caller is told to ask again. */
function fromDatabase(error: unknown): Problem | undefined {
  if (!isUnavailable(error)) return undefined;
  const sentence = `The database does not answer; ask again in ${retrySeconds} s.`;
  return new Problem(503, 'DATABASE_UNAVAILABLE', sentence, { retry_after: retrySeconds });
}

function fromParser({ status, type }: HttpError): Problem | undefined {
  if (type === 'entity.too.large')
    return new Problem(413, 'BODY_TOO_LARGE', 'The body must have at most 1 MiB.');
  if (type === 'encoding.unsupported')
    return new Problem(415, 'UNSUPPORTED_ENCODING', 'The body must not be compressed.');
  if (status && status >= 400 && status < 500)
    return new Problem(
      status,
      'BAD_REQUEST',
      'The request cannot be read; check its address, headers and body.',
    );
  return undefined;
}
