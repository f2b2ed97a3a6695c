import type { KnownToken } from '../access/tokens.ts';
import { readMessage, type TelemetryEvent, type TelemetryMessage } from './messages.ts';
import type { Form } from './outlet.ts';

/** What a client is told, and whether the conversation is over. */
interface Reply {
  readonly message: object;
  readonly end?: boolean;
}

/** What a conversation needs. `now` is in milliseconds. */
export interface Talking {
  /** The token that was shown, or in whose name a ticket was made; else why not, as a sentence. */
  readonly recognise: (shown: {
    readonly token?: string | undefined;
    readonly ticket?: string | undefined;
  }) => Promise<KnownToken | { readonly fault: string }>;
  readonly snapshot: () => Promise<object>;
  readonly now: () => number;
}

/** One client's conversation: it says who it is first, and may ask then. */
export interface Conversation {
  /** In whose name the client speaks, once that is known. */
  readonly token: () => KnownToken | undefined;
  readonly form: () => Form;
  readonly subscribes: (event: TelemetryEvent) => boolean;
  readonly reply: (text: string) => Promise<Reply>;
}

type Said<Type extends TelemetryMessage['type']> = Extract<TelemetryMessage, { type: Type }>;

/** Begins with a client that nobody knows yet. */
export function conversation({ recognise, snapshot, now }: Talking): Conversation {
  let known: KnownToken | undefined;
  let form: Form = { binaryFormat: 'le', compression: true };
  const subscribed = new Set<TelemetryEvent>();

  const authenticate = async ({ token, ticket }: Said<'auth'>): Promise<Reply> => {
    const found = await recognise({ token, ticket });
    if ('fault' in found) return { message: failure(found.fault), end: true };
    known = found;
    return { message: { type: 'auth_success', name: found.name, scopes: found.scopes } };
  };
  const configure = ({ binary_format, compression }: Said<'configure'>): Reply => {
    form = {
      binaryFormat: binary_format ?? form.binaryFormat,
      compression: compression ?? form.compression,
    };
    const { binaryFormat, ...rest } = form;
    return { message: { type: 'configured', binary_format: binaryFormat, ...rest } };
  };
  const answer = async (message: Exclude<TelemetryMessage, Said<'auth'>>): Promise<Reply> => {
    switch (message.type) {
      case 'subscribe':
        for (const event of message.events) subscribed.add(event);
        return { message: { type: 'subscribed', events: [...subscribed] } };
      case 'unsubscribe':
        for (const event of message.events) subscribed.delete(event);
        return { message: { type: 'unsubscribed', events: [...subscribed] } };
      case 'configure':
        return configure(message);
      case 'ping':
        return { message: { type: 'pong', timestamp: now() } };
      case 'get_snapshot':
        return { message: { type: 'snapshot', timestamp: now(), data: await snapshot() } };
    }
  };
  return {
    token: () => known,
    form: () => form,
    subscribes: (event) => subscribed.has(event),
    reply: async (text) => {
      const message = readMessage(text);
      if ('fault' in message)
        return known
          ? { message: { type: 'error', message: message.fault } }
          : { message: failure(message.fault), end: true };
      if (message.type === 'auth') return authenticate(message);
      if (!known) return { message: failure(notKnown), end: true };
      return answer(message);
    },
  };
}

const notKnown = 'The first message must be auth with a valid API token or ticket.';

const failure = (message: string) => ({ type: 'auth_failed', message });
