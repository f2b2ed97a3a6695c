import { eventTypes } from '../events/record.ts';
import type { JsonSchema } from './jsonSchema.ts';

const text: JsonSchema = { type: 'string' };

/** What the receivers of webhooks are sent: one POST for each event, signed as Standard Webhooks 1.0.0 and as the checklist asks. */
export function webhookPayloads(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(eventTypes.map((type) => [type, { post: delivery(type) }]));
}

const delivery = (type: string) => ({
  operationId: `deliver ${type}`,
  summary: `Tells that ${type} happened.`,
  parameters: headers.map((name) => ({ name, in: 'header', required: true, schema: text })),
  requestBody: { required: true, content: { 'application/json': { schema: payload(type) } } },
  responses: {
    '2XX': { description: 'Received; the delivery is done.' },
    410: { description: 'Gone: the webhook is disabled.' },
    default: { description: 'Anything else is tried again.' },
  },
});

const headers = [
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
  'X-Webhook-Signature',
  'X-Webhook-Event',
  'X-Webhook-ID',
  'X-Webhook-Attempt',
];

const payload = (type: string): JsonSchema => ({
  type: 'object',
  required: ['type', 'event', 'webhook_id', 'timestamp', 'data'],
  properties: {
    type: { const: type },
    event: { const: type },
    webhook_id: text,
    timestamp: { type: 'string', format: 'date-time' },
    data: { type: 'object' },
  },
});
