import { ranges } from '../../../runtime/server/webhooks/addresses.ts';
import { urlFault } from '../../../runtime/server/webhooks/endpoint.ts';
import { headersOf, unsignedHeaders } from '../../../runtime/server/webhooks/headers.ts';
import type { Letter } from '../../../runtime/server/webhooks/post.ts';
import type { SpaceTimeSpec } from '../api/spacetime.ts';
import type { Notice } from '../api/status/notifications.ts';
import type { Cluster } from '../kube/cluster.ts';
import { resources } from '../kube/resources.ts';
import type { Owner } from '../plan/owner.ts';

type Notification = SpaceTimeSpec['rollout']['notifications'][number];

/** One attempt to tell one receiver. */
export interface Telling {
  readonly owner: Owner;
  readonly notice: Notice;
  readonly notification: Notification;
  /** From 1. */
  readonly attempt: number;
  readonly at: Date;
}

const timeoutSeconds = 10;
// What an address leads to is judged when it is connected to, for that very connection.
const anywhere = ranges('0.0.0.0/0,::/0');

/**
 * The letter of an attempt, signed as webhooks of the runtime are, with Secrets as they are now; or a sentence on why there
 * is none. Rejects when the Secrets cannot be read.
 */
export async function letterOf(
  telling: Telling,
  read: Cluster['read'],
): Promise<Letter | { readonly fault: string }> {
  const { owner, notice, notification, attempt, at } = telling;
  const { urlSecretRef, signingSecretRef } = notification;
  const [url, secret] = await Promise.all([
    valueIn(owner, urlSecretRef, read),
    signingSecretRef && valueIn(owner, signingSecretRef, read),
  ]);
  if (!url) return { fault: missing(urlSecretRef) };
  if (signingSecretRef && !secret) return { fault: missing(signingSecretRef) };
  const wrong = urlFault(url, anywhere);
  if (wrong) return { fault: `Secret ${urlSecretRef.name}, key ${urlSecretRef.key}: it must be ${wrong}.` };
  const body = JSON.stringify(bodyOf(owner, notice));
  const sent = {
    messageId: `msg_${owner.uid}_${notice.id}`,
    webhookId: notification.name,
    event: notice.event,
    body,
    attempt,
  };
  const headers = secret ? headersOf({ ...sent, secrets: [secret] }, at) : unsignedHeaders(sent, at);
  return { url, headers, body, timeoutSeconds };
}

const missing = ({ name, key }: Notification['urlSecretRef']): string =>
  `Secret ${name}, key ${key}: it is not there; create it.`;

async function valueIn(
  { namespace }: Owner,
  { name, key }: Notification['urlSecretRef'],
  read: Cluster['read'],
): Promise<string | undefined> {
  const value = (await read(resources.secrets, namespace, name))?.data?.[key];
  return value === undefined ? undefined : Buffer.from(value, 'base64').toString().trim();
}

/** The payload of Standard Webhooks 1.0.0; `text` is what chats show. It is the same at every attempt. */
const bodyOf = ({ namespace, name }: Owner, { event, time, revision, message }: Notice) => ({
  type: event,
  timestamp: time,
  text: `${namespace}/${name}: ${message}`,
  data: { namespace, name, revision, message },
});
