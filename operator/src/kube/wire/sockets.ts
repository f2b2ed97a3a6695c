import { Agent, type Dispatcher } from 'undici';
import type { Fence } from '../fence.ts';
import type { Credentials } from './credentials.ts';

/** The sockets to one server: at most eight for calls, and one for each watch, all kept open for reuse. */
export interface Sockets {
  readonly calls: Dispatcher;
  readonly watches: Dispatcher;
  /** Lets go of them as soon as what runs on them has ended. */
  retire(): void;
  /** Ends them now, and what runs on them. */
  destroy(): Promise<void>;
}

const idleMilliseconds = 30_000;
const connectMilliseconds = 10_000;

export function openSockets(tls: Credentials['tls']): Sockets {
  const options: Agent.Options = {
    // One call at a time on a socket: a stalled answer then delays nobody else.
    allowH2: false,
    pipelining: 1,
    keepAliveTimeout: idleMilliseconds,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { ...tls, timeout: connectMilliseconds, keepAlive: true, keepAliveInitialDelay: 30_000 },
  };
  const calls = new Agent({ ...options, connections: 8 });
  const watches = new Agent({ ...options, connections: null });
  return {
    calls,
    watches,
    retire: () => {
      calls.close().catch(() => undefined);
      watches.close().catch(() => undefined);
    },
    destroy: async () => {
      await Promise.all([calls.destroy(), watches.destroy()]);
    },
  };
}

/** The same sockets, asking the fence in the moment when a request is about to be written to its socket. */
export const fenced = (dispatcher: Dispatcher, fence: Fence): Dispatcher =>
  dispatcher.compose((dispatch) => (options, handler) => dispatch(options, guarded(handler, fence)));

function guarded(handler: Dispatcher.DispatchHandler, fence: Fence): Dispatcher.DispatchHandler {
  return {
    // A request may have waited for a free socket, or the process may have been stopped: so ask now, not earlier.
    onRequestStart: (controller, context) => {
      fence.check();
      handler.onRequestStart?.(controller, context);
    },
    onResponseStart: (...args) => handler.onResponseStart?.(...args),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  };
}
