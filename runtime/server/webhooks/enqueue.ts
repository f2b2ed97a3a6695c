import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Queue, Waiting } from '../queue/queue.ts';

/** Puts deliveries in line, to be made when the transaction commits. */
export type Enqueue = (transaction: Transaction<Schema>, deliveries: readonly Queued[]) => Promise<void>;

/** A delivery, by what decides when it is its turn. */
export interface Queued {
  readonly id: number;
  readonly webhook_id: number;
  readonly event_id: number;
}

/** Puts deliveries in the line of the queue: one at a time for each webhook, older events first. */
export const enqueueIn =
  (queue: Pick<Queue, 'send'>): Enqueue =>
  (transaction, deliveries) =>
    queue.send(
      transaction,
      'deliveries',
      deliveries.map((delivery) => waiting(delivery)),
    );

const largestOrder = 2 ** 31 - 1;

/** A delivery as it waits in line. */
export const waiting = ({ id, webhook_id, event_id }: Queued, startAfter?: Date): Waiting => ({
  data: { delivery: id },
  key: String(webhook_id),
  order: event_id % largestOrder,
  ...(startAfter && { startAfter }),
});
