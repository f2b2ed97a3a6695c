import type { WebSocket } from 'ws';

const heartbeatMilliseconds = 20_000;

/** Ends a socket whose other side has gone without a word, within 40 seconds. */
export function keepAlive(socket: WebSocket): void {
  let isHeard = true;
  const timer = setInterval(() => {
    if (!isHeard) return socket.terminate();
    isHeard = false;
    socket.ping();
  }, heartbeatMilliseconds);
  timer.unref();
  socket.on('pong', () => {
    isHeard = true;
  });
  socket.once('close', () => clearInterval(timer));
}
