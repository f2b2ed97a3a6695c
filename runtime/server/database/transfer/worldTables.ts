import type { Schema } from '../schema.ts';

/** Everything that a world remembers, in an order in which nothing refers to what comes after it. */
export const worldTables = [
  'world',
  'scene_loads',
  'events',
  'webhooks',
  'deliveries',
  'jobs',
  'tokens',
  'audit',
  'used_tickets',
  'idempotency',
] as const satisfies readonly (keyof Schema)[];

export type WorldTable = (typeof worldTables)[number];
