interface Coded {
  readonly code?: unknown;
  readonly message?: unknown;
}

/** Classes and codes of SQLSTATE that mean "not now": connection, resources, an administrator's shutdown, a read-only standby. */
const passing = /^(08|53|57P0|25006|40001|40P01)/;

const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'EHOSTUNREACH',
]);

const sentences =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout/;

/** Whether an error says that the database cannot be used now, and may be later. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as Coded;
  if (typeof code === 'string' && (passing.test(code) || network.has(code))) return true;
  return typeof message === 'string' && sentences.test(message);
}
