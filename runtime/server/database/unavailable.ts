interface Coded {
  readonly code?: unknown;
  readonly message?: unknown;
}

/** The database is known not to answer, so nobody waits for it. */
export class DatabaseUnavailable extends Error {
  override name = 'DatabaseUnavailable';
}

/**
 * Classes and codes of SQLSTATE that mean "not now": connection, resources, an administrator's shutdown, a standby that takes no
 * writes, a statement or lock that took too long, transactions that stood in each other's way.
 */
const passing = /^(08|53|57P0|57014|55P03|25006|25P03|40001|40P01)/;

const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

const sentences =
  /Connection terminated|timeout exceeded when trying to connect|timeout expired|not queryable|Query read timeout|Cannot use a pool after|connection has been discarded/;

/** Whether an error says that the database cannot be used now, and may be later. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  const { code, message } = (error ?? {}) as Coded;
  if (typeof code === 'string' && (passing.test(code) || network.has(code))) return true;
  return typeof message === 'string' && sentences.test(message);
}

/** Whether an error says that the server cannot be reached at all, rather than that it cannot do what was asked. */
export function isAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as Coded;
  if (typeof code === 'string') return /^(08|57P0)/.test(code) || network.has(code);
  return typeof message === 'string' && /Connection terminated|timeout expired/.test(message);
}
