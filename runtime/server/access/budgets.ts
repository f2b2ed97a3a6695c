import type { Limit } from './tokens.ts';

/**
 * What one address may ask of a pod without a token, counted in its memory: large enough for a full room behind one address, that
 * loads its page and scenes at once and comes back at once.
 */
export const budgets = {
  /** The page, its files, scenes and `/world`. */
  pages: { requests: 60_000, seconds: 60 },
  /** Sockets that are opened. */
  sockets: { requests: 6000, seconds: 60 },
} as const satisfies Record<string, Limit>;
