import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { keyOf } from './secret.ts';

/** One attempt to deliver a message to somebody who does not ask who sends. */
export interface UnsignedAttempt {
  readonly messageId: string;
  readonly webhookId: number | string;
  readonly event: string;
  /** Signed and sent as it is. */
  readonly body: string;
  /** From 1. */
  readonly attempt: number;
}

/** One attempt to deliver a message. */
export interface Attempt extends UnsignedAttempt {
  readonly webhookId: number;
  /** The one that is in use, then the one before it while that is still accepted. */
  readonly secrets: readonly [string, ...string[]];
}

/** The headers of an attempt without its signatures. */
export const unsignedHeaders = (
  { messageId, webhookId, event, attempt }: UnsignedAttempt,
  at: Date,
): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  'user-agent': 'SpaceTime-Webhooks/1',
  'webhook-id': messageId,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'x-webhook-id': String(webhookId),
  'x-webhook-event': event,
  'x-webhook-attempt': String(attempt),
});

/**
 * The headers of an attempt: those of Standard Webhooks 1.0.0, whose signature holds one part for each secret, and `X-Webhook-*`,
 * whose signature is the hexadecimal HMAC-SHA256 of the body with the text of the secret.
 */
export function headersOf(
  sent: UnsignedAttempt & Pick<Attempt, 'secrets'>,
  at: Date,
): Readonly<Record<string, string>> {
  const { messageId, body, secrets } = sent;
  const sign = (secret: string) => new Webhook(keyOf(secret), { format: 'raw' }).sign(messageId, at, body);
  return {
    ...unsignedHeaders(sent, at),
    'webhook-signature': secrets.map(sign).join(' '),
    'x-webhook-signature': createHmac('sha256', secrets[0]).update(body).digest('hex'),
  };
}
