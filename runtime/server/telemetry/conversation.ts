import { z } from 'zod';

const Message = z.discriminatedUnion(
  'type',
  [
    z.object({ type: z.literal('auth'), token: z.string({ error: 'token must be text.' }) }),
    z.object({ type: z.literal('get_snapshot') }),
    z.object({ type: z.literal('ping') }),
  ],
  { error: 'type must be auth, get_snapshot or ping.' },
);

/** What a telemetry client is told, and whether the conversation is over. */
interface Reply {
  readonly message: object;
  readonly end?: boolean;
}

/** What a conversation needs. */
export interface Telemetry {
  readonly recognise: (token: string) => object | undefined;
  readonly snapshot: () => Promise<object>;
  readonly now: () => number;
}

/** One client's conversation: it says who it is first, and may ask then. */
export interface Conversation {
  readonly isKnown: () => boolean;
  readonly reply: (text: string) => Promise<Reply>;
}

/** Begins with a client that nobody knows yet. */
export function conversation({ recognise, snapshot, now }: Telemetry): Conversation {
  let known = false;
  const answer = async (message: z.infer<typeof Message>): Promise<Reply> => {
    if (message.type === 'auth') known ||= recognise(message.token) !== undefined;
    if (!known)
      return { message: failure('The first message must be auth with a valid API token.'), end: true };
    switch (message.type) {
      case 'auth':
        return { message: { type: 'auth_success' } };
      case 'ping':
        return { message: { type: 'pong', timestamp: now() } };
      case 'get_snapshot':
        return { message: { type: 'snapshot', timestamp: now(), data: await snapshot() } };
    }
  };
  return {
    isKnown: () => known,
    reply: async (text) => {
      const parsed = Message.safeParse(json(text));
      if (parsed.success) return answer(parsed.data);
      const sentence = parsed.error.issues[0]?.message ?? 'The message cannot be read.';
      return known
        ? { message: { type: 'error', message: sentence } }
        : { message: failure(sentence), end: true };
    },
  };
}

const failure = (message: string) => ({ type: 'auth_failed', message });

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
