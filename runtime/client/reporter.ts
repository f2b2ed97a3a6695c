import type { FrameReport } from '../shared/frameReport.ts';

/** A way to tell the server something; false when it could not be told. */
export type Tell = (report: FrameReport) => boolean;

const moved = 1012;
const longestWaitMilliseconds = 30_000;

/** How long to wait before connecting again. Spread out, so that a pod that goes does not send everybody at once. */
export function waitMilliseconds(code: number, attempt: number, random: number): number {
  if (code === moved && attempt === 0) return 100 + 1400 * random;
  return Math.min(longestWaitMilliseconds, 1000 * 2 ** attempt) * (0.5 + random / 2);
}

/** Keeps a socket open to the server that the page came from, and connects again whenever it is closed. */
export function reporter(url: string): Tell {
  let socket: WebSocket;
  let attempt = 0;
  const connect = () => {
    socket = new WebSocket(url);
    socket.addEventListener('close', ({ code }) => {
      setTimeout(connect, waitMilliseconds(code, attempt, Math.random()));
      attempt += 1;
    });
  };
  connect();
  return (report) => {
    if (socket.readyState !== WebSocket.OPEN) return false;
    // A connection that carries a report works; the next loss starts from the shortest wait.
    attempt = 0;
    socket.send(JSON.stringify(report));
    return true;
  };
}
