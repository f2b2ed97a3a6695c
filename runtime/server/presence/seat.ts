import type { WebSocket } from 'ws';
import { closing } from '../../shared/presence/protocol.ts';
import { farewell } from './farewell.ts';

/** A socket that reads at its own speed. Words always reach it in order; of poses it gets the latest it has room for. */
export interface Seat {
  readonly say: (text: string) => void;
  /** Sends a frame, or `everybody` when frames were left out before. Times are in milliseconds. */
  readonly show: (frame: Uint8Array, everybody: () => Uint8Array, now: number) => void;
  readonly close: (code: number, sentence: string) => void;
}

/** When a socket is slow, when it is hopeless, and how long it may be slow. */
const slowBytes = 64 * 1024;
const hopelessBytes = 1024 * 1024;
const slowMilliseconds = 10_000;

type Socket = Pick<WebSocket, 'send' | 'bufferedAmount' | 'close' | 'terminate' | 'once'>;

/** A seat for an open socket. `skipped` hears of each frame that is left out. */
export function seat(socket: Socket, skipped: () => void = () => {}): Seat {
  let slowSince: number | undefined;
  let owesEverybody = false;
  let isClosing = false;
  const close = (code: number, sentence: string) => {
    if (isClosing) return;
    isClosing = true;
    farewell(socket, code, sentence);
  };
  const giveUp = (now: number) =>
    socket.bufferedAmount > hopelessBytes || (slowSince !== undefined && now - slowSince > slowMilliseconds);
  return {
    close,
    say: (text) => {
      if (socket.bufferedAmount > hopelessBytes) return socket.terminate();
      socket.send(text);
    },
    show: (frame, everybody, now) => {
      if (socket.bufferedAmount <= slowBytes) {
        slowSince = undefined;
        socket.send(owesEverybody ? everybody() : frame);
        owesEverybody = false;
        return;
      }
      slowSince ??= now;
      owesEverybody = true;
      skipped();
      if (giveUp(now)) close(closing.slow, 'What is sent here is not read.');
    },
  };
}
