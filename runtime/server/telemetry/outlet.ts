import { gzipSync } from 'node:zlib';
import type { WebSocket } from 'ws';
import { type FpsLayout, frameType } from '../../shared/telemetryFrames.ts';

/** How a client wants what it is sent. */
export interface Form {
  readonly binaryFormat: FpsLayout | 'none';
  readonly compression: boolean;
}

/** A message, which is turned into bytes once for all clients that want it in the same form. */
export interface Sendable {
  readonly in: (form: Form) => string | Uint8Array;
}

/** Sends to one client, which reads at its own speed. */
export interface Outlet {
  /** Sends an answer, whatever the client still has to read. */
  readonly answer: (message: Sendable) => void;
  /** Sends an event, or leaves it out while the client has too much to read. `now` is in milliseconds. */
  readonly tell: (message: Sendable, now: number) => void;
}

/** Longer JSON is compressed. */
const longBytes = 1024;
/** When a client is slow, when it is hopeless, and how long it may be slow. */
const slowBytes = 64 * 1024;
const hopelessBytes = 1024 * 1024;
const slowMilliseconds = 10_000;

type Socket = Pick<WebSocket, 'send' | 'bufferedAmount' | 'close'>;

/** Sends on an open socket. `skipped` hears of each event that is left out, `hopeless` when the client does not read at all. */
export function outlet(
  socket: Socket,
  {
    form,
    skipped,
    hopeless,
  }: { readonly form: () => Form; readonly skipped: () => void; readonly hopeless: () => void },
): Outlet {
  let slowSince: number | undefined;
  return {
    answer: (message) => {
      if (socket.bufferedAmount > hopelessBytes) return hopeless();
      socket.send(message.in(form()));
    },
    tell: (message, now) => {
      if (socket.bufferedAmount <= slowBytes) {
        slowSince = undefined;
        return socket.send(message.in(form()));
      }
      slowSince ??= now;
      skipped();
      if (socket.bufferedAmount > hopelessBytes || now - slowSince > slowMilliseconds) hopeless();
    },
  };
}

/** A message as JSON, compressed where it is long. `binary` gives the bytes of those that have a form of their own. */
export function sendable(message: object, binary?: (layout: FpsLayout) => Uint8Array): Sendable {
  const made = new Map<string, string | Uint8Array>();
  const make = ({ binaryFormat, compression }: Form) => {
    if (binary && binaryFormat !== 'none') return binary(binaryFormat);
    const text = JSON.stringify(message);
    return compression && Buffer.byteLength(text) > longBytes ? compressed(text) : text;
  };
  return {
    in: (form) => {
      const name = `${form.binaryFormat} ${form.compression}`;
      const bytes = made.get(name) ?? make(form);
      made.set(name, bytes);
      return bytes;
    },
  };
}

const compressed = (text: string) => Buffer.concat([Buffer.from([frameType.gzip]), gzipSync(text)]);
