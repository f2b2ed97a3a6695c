import { startVisitors } from './visitorProcess.ts';

export interface SocketSettings {
  /** Where the world is, such as http://10.223.128.7. */
  readonly url: string;
  /** 20 unless said. */
  readonly count?: number;
  /** Seconds that a visitor stays on average before another comes in their place; all stay where it is absent. */
  readonly visitSeconds?: number;
}

/** What became of a socket, in milliseconds since the epoch. */
export interface SocketEvent {
  readonly at: number;
  readonly visitor: number;
  /** `Refused`: it never opened. `Left`: its visitor went of their own accord. */
  readonly kind: 'Opened' | 'Closed' | 'Left' | 'Refused';
  /** The revision that it belongs to, as the server says; empty when it never opened. */
  readonly revision: string;
  /** Close code of RFC 6455; 1006 when the connection broke. */
  readonly code?: number;
}

/** Pages with open sockets. */
export interface Sockets {
  /** Everything so far, a fifth of a second behind. */
  readonly events: readonly SocketEvent[];
  /** From now on, every other page that is on this revision draws so many frames a second instead of 72. */
  slowDown(revision: string, framesPerSecond: number): void;
  stop(): Promise<void>;
}

/** Starts pages that keep a socket open. */
export function startSockets({ url, count = 20, visitSeconds }: SocketSettings): Sockets {
  const visitors = startVisitors<SocketEvent>('socketVisitors.ts', { url, count, visitSeconds });
  return {
    events: visitors.seen,
    slowDown: (revision, framesPerSecond) => visitors.send({ slow: { revision, framesPerSecond } }),
    stop: visitors.stop,
  };
}

/** Whether a visitor is on a device that a revision may be too much for: every other one is. */
export const isSlow = (visitor: number): boolean => visitor % 2 === 0;

/** What a release did to the sockets of one revision. */
export interface SocketSummary {
  /** Closed without being told where to go, or not back within two seconds. */
  readonly lost: number;
  /** Told to move (1012), and back within two seconds. */
  readonly moved: number;
  /** Seconds until each was open again, in order. */
  readonly backSeconds: readonly number[];
}

const moved = 1012;
const backInTimeMilliseconds = 2000;

/** Sums what happened to sockets of `revision` between two moments, in milliseconds since the epoch. */
export function socketSummary(
  events: readonly SocketEvent[],
  { revision, from, to }: { readonly revision: string; readonly from: number; readonly to: number },
): SocketSummary {
  const closed = events.filter(
    ({ kind, at, revision: own }) => kind === 'Closed' && own === revision && at >= from && at <= to,
  );
  const back = closed.map(({ visitor, at, code }) => {
    const again = events.find((one) => one.kind === 'Opened' && one.visitor === visitor && one.at >= at);
    return { code, milliseconds: again ? again.at - at : Number.POSITIVE_INFINITY };
  });
  const isMoved = ({ code, milliseconds }: (typeof back)[number]) =>
    code === moved && milliseconds <= backInTimeMilliseconds;
  return {
    lost: back.filter((one) => !isMoved(one)).length,
    moved: back.filter(isMoved).length,
    backSeconds: back
      .map(({ milliseconds }) => milliseconds / 1000)
      .filter(Number.isFinite)
      .sort((a, b) => a - b),
  };
}
