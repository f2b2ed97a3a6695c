import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { signalCall } from '../database/signals.ts';
import { turnOf } from '../database/turn.ts';
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

/** Records events, in this order, in the transaction of what caused them, so that all of it happens or nothing. */
export type RecordEvent = (
  transaction: Transaction<Schema>,
  ...events: readonly WorldEvent[]
) => Promise<void>;

/**
 * Records events together with what every webhook is to be told of them. Transactions that record events commit one after
 * another, so that the ids of events are the order in which they happened.
 */
export const eventRecorder =
  (enqueue: Enqueue): RecordEvent =>
  async (transaction, ...events) =>
    enqueue(transaction, await insert(transaction, events));

/**
 * Writes events and their deliveries in one statement, since others wait for their turn meanwhile. A webhook that is being deleted
 * is waited for; one that is not cannot be before the transaction ends. `timestamp` is a moment of RFC 3339.
 */
async function insert(transaction: Transaction<Schema>, events: readonly WorldEvent[]) {
  const { rows } = await sql<Queued>`
    with turn as materialized (select pg_advisory_xact_lock(${turnOf('events')})),
    event as (
      insert into events (type, data) select given->>'type', given->'data'
      from turn, jsonb_array_elements(${JSON.stringify(events)}::jsonb) with ordinality as listed(given, number)
      order by number returning id, type, data, at
    ),
    listening as (
      select id, events from webhooks where state = 'enabled' and events && ${events.map(({ type }) => type)}
      order by id for key share
    )
    insert into deliveries (message_id, webhook_id, event_id, event, body, next_attempt_at)
    select 'msg_' || replace(gen_random_uuid()::text, '-', ''), w.id, e.id, e.type,
      format('{"type":"%s","timestamp":"%s","data":%s,"event":"%s","webhook_id":"%s"}', e.type,
        to_char(e.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), e.data, e.type, w.id),
      e.at
    from event e join listening w on e.type = any(w.events) order by e.id, w.id
    returning id, webhook_id, event_id, ${signalCall('webhooks')}`.execute(transaction);
  return rows;
}
