import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** Everything that webhooks can be told. */
export const eventTypes = [
  'scene.loaded',
  'scene.failed',
  'scene.validated',
  'scene.reloaded',
  'auth.failed',
  'rate_limit.exceeded',
] as const;

export type EventType = (typeof eventTypes)[number];

/** Something that happened. */
export interface WorldEvent {
  readonly type: EventType;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Records an event in the transaction of what caused it, so that both happen or neither. */
export type RecordEvent = (transaction: Transaction<Schema>, event: WorldEvent) => Promise<void>;

/** Records events in their table alone. */
export const recordEvent: RecordEvent = async (transaction, { type, data }) => {
  await transaction
    .insertInto('events')
    .values({ type, data: JSON.stringify(data) })
    .execute();
};
