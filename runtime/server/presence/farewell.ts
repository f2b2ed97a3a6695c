import type { WebSocket } from 'ws';

const patienceMilliseconds = 2000;

/** Closes a socket with a sentence, and ends it when the other side does not answer that within two seconds. */
export function farewell(
  socket: Pick<WebSocket, 'close' | 'terminate' | 'once'>,
  code: number,
  sentence: string,
): void {
  socket.close(code, sentence);
  const timer = setTimeout(() => socket.terminate(), patienceMilliseconds);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
}
