import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { signalCall } from '../database/signals.ts';
import type { Enqueue, Queued } from '../webhooks/enqueue.ts';

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
  async (transaction, { type, data }) =>
    enqueue(transaction, await insert(transaction, type, JSON.stringify(data)));

/**
 * Writes an event and its deliveries in one statement, since others wait for their turn meanwhile. A webhook that is being deleted
 * is waited for; one that is not cannot be before the transaction ends. `timestamp` is a moment of RFC 3339.
 */
async function insert(transaction: Transaction<Schema>, type: EventType, data: string) {
  const { rows } = await sql<Queued>`
    with turn as materialized (select pg_advisory_xact_lock(${eventsInTurn})),
    event as (insert into events (type, data) select ${type}, ${data}::jsonb from turn returning id, at),
    listening as (select id from webhooks where state = 'enabled' and ${type} = any(events) order by id for key share)
    insert into deliveries (message_id, webhook_id, event_id, event, body, next_attempt_at)
    select 'msg_' || replace(gen_random_uuid()::text, '-', ''), w.id, e.id, ${type},
      format('{"type":"%s","timestamp":"%s","data":%s,"event":"%s","webhook_id":"%s"}', ${type}::text,
        to_char(e.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), ${data}::text, ${type}::text, w.id),
      e.at
    from event e, listening w order by w.id
    returning id, webhook_id, event_id, ${signalCall('webhooks')}`.execute(transaction);
  return rows;
}
