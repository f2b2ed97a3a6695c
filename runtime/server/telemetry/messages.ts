import * as z from 'zod';
import { json } from '../json.ts';

/** What clients may subscribe to. */
const telemetryEvents = ['fps', 'vr_tracking', 'player_position', 'scene_loaded'] as const;
export type TelemetryEvent = (typeof telemetryEvents)[number];

/** How a client wants fps events: as the bytes of `FpsLayout`, or as JSON like all others. */
const binaryFormats = ['le', 'be', 'none'] as const;

const text = (name: string) => ({ error: `${name} must be text of 1 to 1024 characters.` });
const choice = { error: `events must be a list of ${telemetryEvents.join(', ')}.` };
const events = z.array(z.enum(telemetryEvents, choice), choice).min(1, choice).max(20, choice);

const kinds = {
  auth: z.strictObject({
    type: z.literal('auth'),
    token: z.string(text('token')).min(1, text('token')).max(1024, text('token')).optional(),
    ticket: z.string(text('ticket')).min(1, text('ticket')).max(1024, text('ticket')).optional(),
  }),
  subscribe: z.strictObject({ type: z.literal('subscribe'), events }),
  unsubscribe: z.strictObject({ type: z.literal('unsubscribe'), events }),
  configure: z.strictObject({
    type: z.literal('configure'),
    binary_format: z.enum(binaryFormats, { error: 'binary_format must be le, be or none.' }).optional(),
    compression: z.boolean({ error: 'compression must be true or false.' }).optional(),
  }),
  get_snapshot: z.strictObject({ type: z.literal('get_snapshot') }),
  ping: z.strictObject({ type: z.literal('ping') }),
};

const Message = z.discriminatedUnion(
  'type',
  [kinds.auth, kinds.subscribe, kinds.unsubscribe, kinds.configure, kinds.get_snapshot, kinds.ping],
  { error: `type must be one of ${Object.keys(kinds).join(', ')}.` },
);

/** What a client says. */
export type TelemetryMessage = z.infer<typeof Message>;

/** Reads a message, or says in one sentence what is wrong with it. */
export function readMessage(text: string): TelemetryMessage | { readonly fault: string } {
  const parsed = Message.safeParse(json(text));
  if (!parsed.success) return { fault: sentence(parsed.error.issues[0]) };
  const message = parsed.data;
  if (message.type === 'auth' && (message.token === undefined) === (message.ticket === undefined))
    return { fault: 'auth must have either token or ticket.' };
  return message;
}

function sentence(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') return `${shortened(issue.keys[0])} is not known here.`;
  return issue?.message ?? 'The message cannot be read.';
}

const shortened = (name = '') => (name.length > 64 ? `${name.slice(0, 64)}…` : name);
