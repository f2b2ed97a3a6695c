import type { Dispatcher } from 'undici';
import type { Clock } from '../clock.ts';
import { isApiError, refusalOf, refused, Unavailable } from './errors.ts';
import { type Fence, LeaseLost } from './fence.ts';
import type { Credentials } from './wire/credentials.ts';
import { within } from './wire/deadline.ts';
import { type Session, sessions } from './wire/session.ts';
import { fenced } from './wire/sockets.ts';

export interface Call {
  /** What this is for, to begin an error message with: "apply Deployment xr/demo-3f9c". */
  readonly doing: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** `application/json` unless said. */
  readonly contentType?: string;
  /** 10 unless said. */
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
}

/** A way to the API server. Its errors are those of `errors.ts`, or the reason of the call's own signal. */
export interface Connection {
  /** Answers the parsed JSON. The caller says what it is: the API server is trusted to keep to its own types. */
  request<T>(call: Call): Promise<T>;
  /** Answers the body of a watch as it arrives; resolves when the server has begun to answer. No timeout but the signal's. */
  stream(call: Call & { readonly signal: AbortSignal }): Promise<AsyncIterable<Uint8Array>>;
}

/** A connection on which every write asks the fence first, and is not sent if it is closed (`LeaseLost`). */
export interface FencedConnection extends Connection {
  readonly fence: Fence;
}

export interface OpenConnection extends Connection {
  fencedBy(fence: Fence): FencedConnection;
  /** Ends every call and watch. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Read at the start, each minute, and when the server does not know us (401). */
  readonly credentials: () => Promise<Credentials>;
  readonly clock: Clock;
  /** Such as `spacetime-operator/1.0.0`. */
  readonly userAgent: string;
}

type Answer = Dispatcher.ResponseData;

/** One pool of sockets for everybody: at most eight for calls, and one for each watch. */
export function connect({ credentials, clock, userAgent }: ConnectOptions): OpenConnection {
  const { current, renew, close } = sessions(credentials, clock);

  async function send(call: Call, signal: AbortSignal, choose: Choose): Promise<Answer> {
    const session = await current();
    const answer = await dispatch(call, session, signal, choose);
    if (answer.statusCode !== 401 || !(await renew(session))) return answer;
    // The server did nothing for somebody it does not know, so that even a write may be sent again.
    await answer.body.dump();
    return dispatch(call, await current(), signal, choose);
  }

  function dispatch(call: Call, session: Session, signal: AbortSignal, choose: Choose): Promise<Answer> {
    const { server, headers } = session.credentials;
    const { origin, pathname } = new URL(server);
    return choose(session).request({
      origin,
      path: `${pathname === '/' ? '' : pathname}${call.path}`,
      method: call.method,
      signal,
      ...(call.query && { query: call.query }),
      headers: {
        accept: 'application/json',
        'user-agent': userAgent,
        ...headers,
        ...(call.body !== undefined && { 'content-type': call.contentType ?? 'application/json' }),
      },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
    });
  }

  async function request<T>(call: Call, choose: Choose): Promise<T> {
    const milliseconds = (call.timeoutSeconds ?? 10) * 1000;
    return within(clock, milliseconds, call.signal, async (signal) => {
      const answer = await send(call, signal, choose);
      const text = await answer.body.text();
      if (answer.statusCode >= 300) throw refusal(call, answer, text);
      return JSON.parse(text) as T;
    }).catch((error: unknown) => {
      throw explained(call, error);
    });
  }

  const open: Connection = {
    request: (call) => request(call, ({ sockets }) => sockets.calls),
    stream: async (call) => {
      try {
        const answer = await send(call, call.signal, ({ sockets }) => sockets.watches);
        if (answer.statusCode >= 300) throw refusal(call, answer, await answer.body.text());
        return answer.body;
      } catch (error) {
        throw explained(call, error);
      }
    },
  };

  return {
    ...open,
    close,
    fencedBy: (fence) => ({
      ...open,
      fence,
      request: (call) =>
        request(call, ({ sockets }) =>
          call.method === 'GET' ? sockets.calls : fenced(sockets.calls, fence),
        ),
    }),
  };
}

type Choose = (session: Session) => Dispatcher;

const refusal = (call: Call, answer: Answer, text: string): Error =>
  refused(call.doing, refusalOf(answer.statusCode, text, answer.headers['retry-after']?.toString()));

/** What a caller should hear: our own errors and its own signal as they are, anything from the network as Unavailable. */
function explained(call: Call, error: unknown): unknown {
  if (call.signal?.aborted) return call.signal.reason;
  if (error instanceof LeaseLost) return new LeaseLost(`${call.doing}: ${error.message}`);
  if (isApiError(error)) return error;
  const message = error instanceof Error ? error.message || error.name : String(error);
  return new Unavailable(`${call.doing}: ${message}`, { cause: error });
}
