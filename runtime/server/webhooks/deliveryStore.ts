import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { signalSql } from '../database/signals.ts';
import type { Enqueue } from './enqueue.ts';

/** Where a delivery stands. The last two are for ever; a replay is a delivery of its own. */
export const deliveryStates = ['pending', 'delivered', 'failed'] as const;
type DeliveryState = (typeof deliveryStates)[number];

/** What is told of a delivery. */
export interface Delivery {
  readonly id: number;
  readonly message_id: string;
  readonly event_id: number;
  readonly event: string;
  readonly status: DeliveryState;
  readonly attempt: number;
  readonly next_attempt_at: Date | null;
  readonly response_status: number | null;
  readonly error: string | null;
  readonly duration_ms: number | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

/** Which of a webhook's deliveries to make again. */
export interface Choice {
  readonly delivery?: number | undefined;
  readonly event?: string | undefined;
  readonly status?: DeliveryState | undefined;
  /** By when the event was recorded. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

const columns = [
  'id',
  'message_id',
  'event_id',
  'event',
  'status',
  'attempt',
  'next_attempt_at',
  'response_status',
  'error',
  'duration_ms',
  'created_at',
  'finished_at',
] as const;

/** How many deliveries of a webhook are shown, and how many are made again at once. */
export const mostShown = 100;
export const mostReplayed = 1000;

/** The deliveries of webhooks. */
export interface DeliveryStore {
  /** The newest first. */
  readonly list: (
    webhook: number,
    filter: { readonly status?: DeliveryState | undefined; readonly limit: number },
  ) => Promise<Delivery[]>;
  /**
   * Makes chosen deliveries again, with the ids and bodies that they had, each message once, older events first. Those that are
   * waiting to be made are left out. Resolves to the new deliveries.
   */
  readonly replay: (webhook: number, choice: Choice) => Promise<Delivery[]>;
}

/** Deliveries in the database. */
export function deliveryStore({ sql: db }: Database, enqueue: Enqueue): DeliveryStore {
  return {
    list: (webhook, { status, limit }) => {
      const all = db
        .selectFrom('deliveries')
        .select(columns)
        .where('webhook_id', '=', webhook)
        .orderBy('id', 'desc')
        .limit(limit);
      return (status ? all.where('status', '=', status) : all).execute();
    },
    replay: (webhook, choice) =>
      db.transaction().execute(async (transaction) => {
        const again = await repeated(transaction, webhook, choice);
        await enqueue(
          transaction,
          again.map((delivery) => ({ ...delivery, webhook_id: webhook })),
        );
        await sql.raw(signalSql('webhooks')).execute(transaction);
        return again;
      }),
  };
}

async function repeated(
  transaction: Transaction<Schema>,
  webhook: number,
  choice: Choice,
): Promise<Delivery[]> {
  const { delivery, event, status, from, to } = choice;
  let chosen = transaction
    .selectFrom('deliveries as d')
    .innerJoin('events as e', 'e.id', 'd.event_id')
    .select(['d.message_id', 'd.webhook_id', 'd.event_id', 'd.event', 'd.body'])
    .distinctOn('d.event_id')
    .where('d.webhook_id', '=', webhook)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('deliveries as p')
            .select('p.id')
            .whereRef('p.message_id', '=', 'd.message_id')
            .where('p.webhook_id', '=', webhook)
            .where('p.status', '=', 'pending'),
        ),
      ),
    )
    .orderBy('d.event_id')
    .limit(mostReplayed);
  if (delivery !== undefined) chosen = chosen.where('d.id', '=', delivery);
  if (event !== undefined) chosen = chosen.where('d.event', '=', event);
  if (status !== undefined) chosen = chosen.where('d.status', '=', status);
  if (from) chosen = chosen.where('e.at', '>=', from);
  if (to) chosen = chosen.where('e.at', '<=', to);
  const rows = await chosen.execute();
  if (rows.length === 0) return [];
  return transaction
    .insertInto('deliveries')
    .values(rows.map((row) => ({ ...row, next_attempt_at: sql<Date>`now()` })))
    .returning(columns)
    .execute();
}
