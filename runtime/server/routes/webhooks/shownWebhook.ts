import * as z from 'zod';
import { eventTypes } from '../../events/record.ts';
import type { Allowed } from '../../webhooks/addresses.ts';
import { urlFault } from '../../webhooks/endpoint.ts';
import { secretFault, secretLength } from '../../webhooks/secret.ts';
import type { Webhook } from '../../webhooks/webhookStore.ts';

const numberError = { error: 'a whole number, such as 1' };

/** The number of a webhook, job or delivery in a path. */
export const Id = z
  .string(numberError)
  .regex(/^[1-9]\d{0,14}$/, numberError)
  .transform(Number);

/** A path that names a webhook. */
export const NamesWebhook = z.object({ id: Id });

/** What can be wrong with a webhook that was named. */
export const webhookProblems = { 404: 'There is no such webhook, or the API is off.' } as const;

const eventsError = `a list of one or more of ${eventTypes.join(', ')}`;
const Events = z
  .array(z.enum(eventTypes, { error: `one of ${eventTypes.join(', ')}` }), { error: eventsError })
  .min(1, { error: eventsError })
  .max(eventTypes.length, { error: `a list of at most ${eventTypes.length} events` })
  .transform((events) => [...new Set(events)]);

const Secret = z.string({ error: 'a text' }).check(saying(secretFault)).meta({
  description: '`whsec_` and base64, or any text.',
  minLength: secretLength.least,
  maxLength: secretLength.most,
});

/** The fields of a webhook that callers choose. */
export const webhookFields = (allowed: Allowed) => ({
  url: z
    .string({ error: 'an http or https address, such as https://example.com/hook' })
    .check(saying((url) => urlFault(url, allowed)))
    .meta({ description: 'Where events are sent: http or https, on a public address.' }),
  events: Events,
  secret: Secret,
});

function saying(fault: (given: string) => string | undefined) {
  return (context: z.core.ParsePayload<string>) => {
    const message = fault(context.value);
    if (message) context.issues.push({ code: 'custom', input: context.value, message });
  };
}

/** A webhook as callers of the API see it; its secret is never shown again. */
export const ShownWebhook = z.strictObject({
  id: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  secret: z.literal('***'),
  enabled: z.boolean(),
  disabled_reason: z.string().nullable(),
  failing_since: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

/** Shows a webhook. */
export const shownWebhook = (webhook: Webhook): z.infer<typeof ShownWebhook> => ({
  id: String(webhook.id),
  url: webhook.url,
  events: [...webhook.events],
  secret: '***',
  enabled: webhook.state === 'enabled',
  disabled_reason: webhook.disabled_reason,
  failing_since: webhook.failing_since?.toISOString() ?? null,
  created_at: webhook.created_at.toISOString(),
  updated_at: webhook.updated_at.toISOString(),
});
