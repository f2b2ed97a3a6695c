import type { FrameReport } from '../../shared/frameReport.ts';
import { waitMilliseconds } from '../page/waiting.ts';

/** A way to tell the server something; false when it could not be told. */
export type Tell = (report: FrameReport) => boolean;

/** Keeps a socket open to the server that the page came from, and connects again whenever it is closed. */
export function reporter(url: string, protocols: () => Promise<string[]>): Tell {
  let socket: WebSocket | undefined;
  let attempt = 0;
  const again = (code: number) => {
    setTimeout(() => void connect(), waitMilliseconds(code, attempt, Math.random()));
    attempt += 1;
  };
  const connect = async () => {
    try {
      socket = new WebSocket(url, await protocols());
      socket.addEventListener('close', ({ code }) => again(code));
    } catch {
      again(0);
    }
  };
  void connect();
  return (report) => {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    // A connection that carries a report works; the next loss starts from the shortest wait.
    attempt = 0;
    socket.send(JSON.stringify(report));
    return true;
  };
}
