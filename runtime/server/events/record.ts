import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Enqueue } from '../webhooks/enqueue.ts';

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

// Any number that nothing else locks.
const eventsInTurn = 7_268_401;

/**
 * Records events together with what every webhook is to be told of them. Transactions that record events commit one after
 * another, so that the ids of events are the order in which they happened.
 */
export const eventRecorder =
  (enqueue: Enqueue): RecordEvent =>
  async (transaction, { type, data }) => {
    const event = await insert(transaction, type, JSON.stringify(data));
    // A webhook that is being deleted is waited for; one that is not cannot be before this transaction ends.
    const listening = await transaction
      .selectFrom('webhooks')
      .select('id')
      .where('state', '=', 'enabled')
      .where(sql<boolean>`${type} = any(events)`)
      .orderBy('id')
      .forKeyShare()
      .execute();
    if (listening.length === 0) return;
    const timestamp = event.at.toISOString();
    const rows = listening.map(({ id }) => ({
      message_id: sql<string>`'msg_' || replace(gen_random_uuid()::text, '-', '')`,
      webhook_id: id,
      event_id: event.id,
      event: type,
      body: JSON.stringify({ type, timestamp, data, event: type, webhook_id: String(id) }),
      next_attempt_at: timestamp,
    }));
    const deliveries = await transaction
      .insertInto('deliveries')
      .values(rows)
      .returning(['id', 'webhook_id', 'event_id'])
      .execute();
    await enqueue(transaction, deliveries);
  };

async function insert(transaction: Transaction<Schema>, type: EventType, data: string) {
  const { rows } = await sql<{ readonly id: number; readonly at: Date }>`
    with turn as materialized (select pg_advisory_xact_lock(${eventsInTurn}))
    insert into events (type, data) select ${type}, ${data}::jsonb from turn returning id, at`.execute(
    transaction,
  );
  const [event] = rows;
  if (!event) throw new Error('The event was not written.');
  return event;
}
