import type { RawData, WebSocket } from 'ws';
import { closing } from '../../shared/presence/protocol.ts';
import type { KnownToken } from '../access/tokens.ts';
import { budget } from '../presence/budget.ts';
import { farewell } from '../presence/farewell.ts';
import { type Conversation, conversation, type Talking } from './conversation.ts';
import type { TelemetryEvent } from './messages.ts';
import { outlet, type Sendable, sendable } from './outlet.ts';

/** One connected client. */
export interface Client {
  readonly subscribes: (event: TelemetryEvent) => boolean;
  readonly tell: (message: Sendable, now: number) => void;
  readonly token: () => KnownToken | undefined;
  readonly close: (code: number, sentence: string) => void;
}

const authMilliseconds = 10_000;
const mostBytesBefore = 1024;
const allowed = { perSecond: 20, atOnce: 50 };

/**
 * Talks with a client on an open socket until it goes. Before it has said who it is, nothing but that is taken, within 10 s and
 * 1 KiB; answers come in the order of the questions. `skipped` hears of each event that is left out because it does not read.
 */
export function client(socket: WebSocket, talking: Talking, skipped: () => void): Client {
  const talk = conversation(talking);
  const close = (code: number, sentence: string) => farewell(socket, code, sentence);
  const hopeless = () => close(closing.slow, 'What is sent here is not read.');
  const out = outlet(socket, { form: talk.form, skipped, hopeless });
  const fault = faultFinder(talk);
  const late = setTimeout(() => {
    if (!talk.token()) close(closing.invalid, 'No auth message came within 10 s.');
  }, authMilliseconds);
  late.unref();
  socket.once('close', () => clearTimeout(late));

  const converse = async (text: string) => {
    if (socket.readyState !== socket.OPEN) return;
    const { message, end } = await talk.reply(text);
    out.answer(sendable(message));
    if (end) close(closing.invalid, 'Not authorised.');
  };
  let answered = Promise.resolve();
  socket.on('message', (data, isBinary) => {
    if (socket.readyState !== socket.OPEN) return;
    const sentence = fault(data, isBinary);
    if (sentence) return close(closing.invalid, sentence);
    answered = answered.then(() => converse(String(data))).catch(() => socket.terminate());
  });
  return { subscribes: talk.subscribes, tell: out.tell, token: talk.token, close };
}

/** Why a message cannot even be read, as one sentence. */
function faultFinder({ token }: Conversation): (data: RawData, isBinary: boolean) => string | undefined {
  const maySpeak = budget(allowed);
  return (data, isBinary) => {
    if (isBinary) return 'A message must be JSON as text.';
    if (!token() && bytesOf(data) > mostBytesBefore) return 'The first message must have at most 1 KiB.';
    return maySpeak(performance.now()) ? undefined : 'Too many messages at once.';
  };
}

const bytesOf = (data: RawData) => (Array.isArray(data) ? Buffer.concat(data).length : data.byteLength);
