import type { Response } from 'express';
import * as z from 'zod';

/** An answer that is not a success. The message is one clear sentence for the caller, `code` its name for programs. */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/** A problem document (RFC 9457), which also has the fields that the checklist's users read. */
export const ProblemDocument = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  error: z.string(),
  message: z.string(),
  status_code: z.int(),
  timestamp: z.iso.datetime(),
  request_id: z.string(),
  field: z.string().optional(),
  retry_after: z.number().optional(),
});

/** Answers with a problem document. */
export function sendProblem(res: Response, { status, code, message, more }: Problem): void {
  const document = {
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    detail: message,
    error: code,
    message,
    status_code: status,
    timestamp: new Date().toISOString(),
    request_id: res.getHeader('X-Request-Id'),
    ...more,
  };
  res.status(status).type('application/problem+json').send(JSON.stringify(document));
}
