import * as z from 'zod';
import type { Deps } from '../../deps.ts';
import type { ApiRoute } from '../../http/apiRoute.ts';
import { operation } from '../../http/operation.ts';
import { Problem } from '../../http/problem.ts';
import { secretWarning } from '../../webhooks/secret.ts';
import { type Change, type Webhook, webhookStore } from '../../webhooks/webhookStore.ts';
import { NamesWebhook, ShownWebhook, shownWebhook, webhookFields, webhookProblems } from './shownWebhook.ts';

const Changed = z.strictObject({
  success: z.literal(true),
  webhook: ShownWebhook,
  warning: z.string().optional(),
});

/** One webhook. */
export function webhookRoute({ config, database }: Deps): ApiRoute {
  const store = webhookStore(database);
  const { url, events, secret } = webhookFields(config.webhookAllowed);
  const enabled = z.boolean({ error: 'true or false' });
  const Replaced = z
    .strictObject(
      { url, events, secret: secret.optional(), enabled: enabled.default(true) },
      { error: 'a JSON object with url and events' },
    )
    .meta({ examples: [{ url: 'https://example.com/hook', events: ['scene.loaded'] }] });
  const Patched = z
    .strictObject({ url, events, secret, enabled }, { error: 'a JSON object with what is to change' })
    .partial();
  const change = async (id: number, wanted: Change) => {
    const webhook = shownWebhook(existing(id, await store.change(id, wanted)));
    const warning = wanted.secret === undefined ? undefined : secretWarning(wanted.secret);
    return { body: { success: true as const, webhook, ...(warning && { warning }) } };
  };
  const common = { params: NamesWebhook, problems: webhookProblems };
  return {
    path: '/webhooks/:id',
    access: 'token',
    get: operation({
      ...common,
      summary: 'One webhook.',
      scope: 'read',
      answer: z.strictObject({ webhook: ShownWebhook }),
      handle: async ({ params: { id } }) => ({
        body: { webhook: shownWebhook(existing(id, await store.find(id))) },
      }),
    }),
    put: operation({
      ...common,
      summary: 'Replace a webhook; without a secret the one that it has stays.',
      scope: 'write',
      body: Replaced,
      answer: Changed,
      handle: ({ params: { id }, body }) => change(id, body),
    }),
    patch: operation({
      ...common,
      summary: 'Change what is given; a secret before a new one signs as well for 24 hours.',
      scope: 'write',
      body: Patched,
      answer: Changed,
      handle: ({ params: { id }, body }) => change(id, body),
    }),
    delete: operation({
      ...common,
      summary: 'Delete a webhook with its deliveries.',
      scope: 'write',
      answer: z.strictObject({ success: z.literal(true), webhook_id: z.string() }),
      handle: async ({ params: { id } }) => {
        if (!(await store.remove(id))) throw missing(id);
        return { body: { success: true as const, webhook_id: String(id) } };
      },
    }),
  };
}

/** Throws a Problem when there is no webhook with this number. */
export function existing(id: number, webhook: Webhook | undefined): Webhook {
  if (webhook) return webhook;
  throw missing(id);
}

const missing = (id: number) =>
  new Problem(404, 'WEBHOOK_NOT_FOUND', `There is no webhook ${id}.`, { field: 'id' });
