import * as z from 'zod';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { idempotencyProblems, idempotently } from '../../http/idempotent.ts';
import { operation } from '../../http/operation.ts';
import { newSecret, secretWarning } from '../../webhooks/secret.ts';
import { mostWebhooks, webhookStore } from '../../webhooks/webhookStore.ts';
import { ShownWebhook, shownWebhook, webhookFields } from './shownWebhook.ts';

const Registered = z.strictObject({
  success: z.literal(true),
  webhook_id: z.string(),
  webhook: ShownWebhook,
  /** Only when it was made here; it is shown this once. */
  secret: z.string().optional(),
  warning: z.string().optional(),
});

/** Everybody who is told of events, and telling one more. */
export function webhooksRoute({ config, database }: Deps): ApiRoute {
  const store = webhookStore(database);
  const { url, events, secret } = webhookFields(config.webhookAllowed);
  const NewWebhook = z
    .strictObject({ url, events, secret: secret.optional() }, { error: 'a JSON object with url and events' })
    .meta({ examples: [{ url: 'https://example.com/hook', events: ['scene.loaded'] }] });
  return {
    path: '/webhooks',
    access: 'token',
    get: operation({
      summary: 'All webhooks.',
      scope: 'read',
      answer: z.strictObject({ webhooks: z.array(ShownWebhook), count: z.int() }),
      handle: async () => {
        const webhooks = (await store.list()).map(shownWebhook);
        return { body: { webhooks, count: webhooks.length } };
      },
    }),
    post: operation({
      summary: 'Send events to an address from now on. Idempotency-Key is respected.',
      scope: 'write',
      body: NewWebhook,
      answer: Registered,
      problems: {
        409: `There are ${mostWebhooks} webhooks, or: ${idempotencyProblems[409]}`,
        422: idempotencyProblems[422],
      },
      handle: async (call) => {
        const body = await idempotently(database, call, async (transaction) => {
          const made = call.body.secret === undefined ? newSecret() : undefined;
          const key = call.body.secret ?? made ?? '';
          const webhook = shownWebhook(await store.add(transaction, { ...call.body, secret: key }));
          const warning = secretWarning(key);
          return {
            success: true as const,
            webhook_id: webhook.id,
            webhook,
            ...(made && { secret: made }),
            ...(warning && { warning }),
          };
        });
        return { headers: { Location: `/webhooks/${body.webhook_id}` }, body };
      },
    }),
  };
}
