/**
 * The only file that knows status codes. The class name is the metric label and the condition reason; the message
 * begins with what was being done to which object.
 */

/** There is no such object, or the server does not serve this kind (now). */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}

/** The object has changed since it was read, or it exists already. Look again. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** The operator's permissions, a quota or an admission rule forbid it. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden';
}

/** The server does not know us: the token or the certificate is wrong, or has been replaced. */
class Unauthorized extends Error {
  override readonly name = 'Unauthorized';
}

/** The version asked for is no longer kept: list again. */
export class Gone extends Error {
  override readonly name = 'Gone';
}

/** The server refuses the content; sending the same again cannot help. */
export class Invalid extends Error {
  override readonly name = 'Invalid';
}

/** The server is busy, or not ready for this kind yet. `retryAfterSeconds` is its own wish. */
export class Throttled extends Error {
  override readonly name = 'Throttled';
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** No answer, or one that says that the server has trouble. A write may have been done all the same. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, options: ErrorOptions & { retryAfterSeconds?: number | undefined } = {}) {
    super(message, options);
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** An object that we would make is there already and is not ours. Nothing was written: what we did not make is never taken over. */
export class NameTaken extends Error {
  override readonly name = 'NameTaken';
}

const classes = [
  NotFound,
  Conflict,
  Forbidden,
  Unauthorized,
  Gone,
  Invalid,
  Throttled,
  Unavailable,
  NameTaken,
];

/** Whether this is one of the errors above, which already say what was being done. */
export const isApiError = (error: unknown): error is Error => classes.some((one) => error instanceof one);

/** Whether this is about the object that was to be written, so that another object may be written all the same. */
export const isRefusal = (error: unknown): error is Error =>
  [NotFound, Conflict, Forbidden, Invalid, NameTaken].some((one) => error instanceof one);

/** What the server says about a refusal: the `Status` object, as far as it is used. */
export interface Refusal {
  readonly code: number;
  readonly message: string;
  readonly retryAfterSeconds?: number | undefined;
}

type Maker = (message: string, refusal: Refusal) => Error;

const throttled: Maker = (message, { retryAfterSeconds }) => new Throttled(message, retryAfterSeconds ?? 1);
const unavailable: Maker = (message, { retryAfterSeconds }) =>
  new Unavailable(message, { retryAfterSeconds });

const byCode: Readonly<Record<number, Maker>> = {
  401: (message) => new Unauthorized(message),
  403: (message) => new Forbidden(message),
  404: (message) => new NotFound(message),
  408: unavailable,
  409: (message) => new Conflict(message),
  410: (message) => new Gone(message),
  429: throttled,
};

/** The error for a refusal; `doing` is a phrase like "apply Deployment xr/demo-3f9c". */
export function refused(doing: string, refusal: Refusal): Error {
  const message = `${doing}: ${refusal.message}`;
  const make = byCode[refusal.code];
  if (make) return make(message, refusal);
  return refusal.code >= 400 && refusal.code < 500 ? new Invalid(message) : unavailable(message, refusal);
}

/** The refusal in the body of an answer (a `Status`, or any text that a proxy sent) and its Retry-After header. */
export function refusalOf(code: number, body: string, retryAfter?: string): Refusal {
  const status = statusOf(body);
  const seconds = Number(retryAfter ?? status?.retryAfterSeconds);
  return {
    code,
    message: status?.message || body.slice(0, 200).trim() || `the server answered ${code}`,
    retryAfterSeconds: Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined,
  };
}

/** The refusal in an ERROR event of a watch. */
export function refusalInEvent(status: unknown): Refusal {
  const code = Number((status as { code?: unknown } | null)?.code);
  return refusalOf(Number.isInteger(code) ? code : 500, JSON.stringify(status) ?? '');
}

function statusOf(body: string): { message?: string; retryAfterSeconds?: number } | undefined {
  try {
    const { message, details } = JSON.parse(body) as {
      message?: string;
      details?: { retryAfterSeconds?: number };
    };
    return { ...(message && { message }), ...(details?.retryAfterSeconds && details) };
  } catch {
    return undefined;
  }
}
