import * as z from 'zod';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { type Delivery, deliveryStates, deliveryStore, mostShown } from '../../webhooks/deliveryStore.ts';
import { enqueueIn } from '../../webhooks/enqueue.ts';
import { webhookStore } from '../../webhooks/webhookStore.ts';
import { NamesWebhook, webhookProblems } from './shownWebhook.ts';
import { existing } from './webhook.ts';

/** A delivery as callers of the API see it. Nothing of what a receiver answered is shown but its status. */
export const ShownDelivery = z.strictObject({
  id: z.string(),
  message_id: z.string(),
  event_id: z.string(),
  event: z.string(),
  status: z.enum(deliveryStates),
  attempt: z.int(),
  next_attempt_at: z.iso.datetime().nullable(),
  response_status: z.int().nullable(),
  error: z.string().nullable(),
  duration_ms: z.number().nullable(),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
});

/** Shows a delivery. */
export const shownDelivery = (delivery: Delivery): z.infer<typeof ShownDelivery> => ({
  ...delivery,
  id: String(delivery.id),
  event_id: String(delivery.event_id),
  next_attempt_at: delivery.status === 'pending' ? (delivery.next_attempt_at?.toISOString() ?? null) : null,
  created_at: delivery.created_at.toISOString(),
  finished_at: delivery.finished_at?.toISOString() ?? null,
});

/** A number of things to list, from 1 to 100, as it stands in a query. */
export const limited = (fallback: number) => {
  const error = { error: `a whole number from 1 to ${mostShown}` };
  return z
    .string(error)
    .regex(/^([1-9]\d?|100)$/, error)
    .transform(Number)
    .default(fallback);
};

const Filter = z.strictObject({
  status: z.enum(deliveryStates, { error: `one of ${deliveryStates.join(', ')}` }).optional(),
  limit: limited(mostShown),
});

/** What was sent to a webhook, newest first. */
export function deliveriesRoute({ database, queue }: Deps): ApiRoute {
  const webhooks = webhookStore(database);
  const deliveries = deliveryStore(database, enqueueIn(queue));
  return {
    path: '/webhooks/:id/deliveries',
    access: 'token',
    get: operation({
      summary: `The last ${mostShown} deliveries to a webhook, newest first.`,
      scope: 'read',
      params: NamesWebhook,
      query: Filter,
      problems: webhookProblems,
      answer: z.strictObject({ deliveries: z.array(ShownDelivery), count: z.int() }),
      handle: async ({ params: { id }, query }) => {
        existing(id, await webhooks.find(id));
        const found = (await deliveries.list(id, query)).map(shownDelivery);
        return { body: { deliveries: found, count: found.length } };
      },
    }),
  };
}
