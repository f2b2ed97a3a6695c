import type { WebSocket } from 'ws';

/** Ends a socket whose other side has gone without a word, within two heartbeats. */
export function keepAlive(socket: WebSocket, heartbeatMilliseconds = 20_000): void {
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
