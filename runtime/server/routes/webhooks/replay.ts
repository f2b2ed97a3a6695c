import * as z from 'zod';
import type { Deps } from '../../deps.ts';
import { eventTypes } from '../../events/record.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { Problem } from '../../http/problem.ts';
import { type Choice, deliveryStates, deliveryStore, mostReplayed } from '../../webhooks/deliveryStore.ts';
import { enqueueIn } from '../../webhooks/enqueue.ts';
import { webhookStore } from '../../webhooks/webhookStore.ts';
import { ShownDelivery, shownDelivery } from './deliveries.ts';
import { Id, NamesWebhook } from './shownWebhook.ts';
import { existing } from './webhook.ts';

const problems = {
  404: 'There is no such webhook or delivery, or the API is off.',
  409: 'The webhook is disabled, or the delivery is still waiting to be made.',
} as const;

const momentError = { error: 'a moment such as 2026-01-31T12:00:00Z' };
const Moment = z.iso.datetime({ offset: true, ...momentError }).transform((text) => new Date(text));

const Range = z
  .strictObject(
    {
      from: Moment,
      to: Moment,
      event: z.enum(eventTypes, { error: `one of ${eventTypes.join(', ')}` }),
      status: z.enum(deliveryStates, { error: `one of ${deliveryStates.join(', ')}` }),
    },
    { error: 'a JSON object with from, to, event or status' },
  )
  .partial();

/** Making deliveries of a webhook again. */
function replays({ database, queue }: Deps) {
  const webhooks = webhookStore(database);
  const deliveries = deliveryStore(database, enqueueIn(queue));
  return async (id: number, choice: Choice) => {
    if (existing(id, await webhooks.find(id)).state === 'disabled')
      throw new Problem(409, 'WEBHOOK_DISABLED', `Webhook ${id} is disabled; enable it first.`);
    return deliveries.replay(id, choice);
  };
}

/** Making one delivery again. */
export function replayRoute(deps: Deps): ApiRoute {
  const replay = replays(deps);
  return {
    path: '/webhooks/:id/deliveries/:delivery/replay',
    access: 'token',
    post: operation({
      summary: 'Make a delivery again, with the id and body that it had.',
      scope: 'write',
      params: z.object({ id: Id, delivery: Id }),
      problems,
      answer: z.strictObject({ success: z.literal(true), delivery: ShownDelivery }),
      handle: async ({ params: { id, delivery } }) => {
        const [again] = await replay(id, { delivery });
        if (!again) throw await notReplayed(deps, id, delivery);
        return { body: { success: true as const, delivery: shownDelivery(again) } };
      },
    }),
  };
}

async function notReplayed({ database }: Deps, webhook: number, delivery: number): Promise<Problem> {
  const found = await database.sql
    .selectFrom('deliveries')
    .select('id')
    .where('id', '=', delivery)
    .where('webhook_id', '=', webhook)
    .executeTakeFirst();
  if (!found)
    return new Problem(404, 'DELIVERY_NOT_FOUND', `Webhook ${webhook} has no delivery ${delivery}.`, {
      field: 'delivery',
    });
  return new Problem(409, 'DELIVERY_PENDING', `Delivery ${delivery} is still waiting to be made.`, {
    field: 'delivery',
  });
}

/** Making many deliveries again. */
export function replayRangeRoute(deps: Deps): ApiRoute {
  const replay = replays(deps);
  return {
    path: '/webhooks/:id/deliveries/replay',
    access: 'token',
    post: operation({
      summary: `Make deliveries again, each message once, at most ${mostReplayed}: those that failed, unless status says otherwise.`,
      scope: 'write',
      params: NamesWebhook,
      body: Range,
      problems,
      answer: z.strictObject({ success: z.literal(true), replayed: z.int() }),
      handle: async ({ params: { id }, body }) => {
        if (body.from && body.to && body.from > body.to)
          throw new Problem(400, 'INVALID_INPUT', 'from must be before to.', { field: 'from' });
        const again = await replay(id, { status: 'failed', ...body });
        return { body: { success: true as const, replayed: again.length } };
      },
    }),
  };
}
