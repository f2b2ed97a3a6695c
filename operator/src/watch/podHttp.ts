import { Agent, type Dispatcher } from 'undici';
import type { Pod } from '../kube/types.ts';

/** An answer of one pod; a connection that failed or a deadline that passed is status 0. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly milliseconds: number;
}

export interface Question {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly token?: string | undefined;
  /** Sent as JSON. */
  readonly body?: object;
  readonly timeoutMilliseconds: number;
}

/** Asks pods over HTTP, by their own address. */
export type AskPod = (pod: Pod, question: Question) => Promise<Answer>;

/** `userAgent` tells the runtime that it is not a user who asks. */
export function podHttp(userAgent: string): { ask: AskPod; close(): Promise<void> } {
  const agent = new Agent({ connections: 2, keepAliveTimeout: 4000, connect: { timeout: 1000 } });
  const ask: AskPod = async (pod, { method = 'GET', path, token, body, timeoutMilliseconds }) => {
    const startedAt = performance.now();
    const origin = originOf(pod);
    if (!origin) return { ...silence, milliseconds: 0 };
    const headers = {
      'user-agent': userAgent,
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    };
    const heard = await answerWithin(timeoutMilliseconds, (handler) =>
      agent.dispatch({ origin, path, method, headers, body: body ? JSON.stringify(body) : null }, handler),
    );
    return { ...heard, milliseconds: performance.now() - startedAt };
  };
  return { ask, close: () => agent.destroy() };
}

type Heard = Omit<Answer, 'milliseconds'>;

const silence: Heard = { status: 0, headers: {}, text: '' };

/**
 * The whole answer, or silence when it is not there in time: whatever went wrong, the pod did not answer, and that is the finding.
 * Many pods are asked each second, so it takes what comes as it comes, without the streams and signals of `request`.
 */
function answerWithin(
  milliseconds: number,
  dispatch: (handler: Dispatcher.DispatchHandler) => void,
): Promise<Heard> {
  return new Promise((resolve) => {
    let running: Dispatcher.DispatchController | undefined;
    let isLate = false;
    let begun: Pick<Heard, 'status' | 'headers'> = silence;
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => {
      isLate = true;
      running?.abort(tooLate);
      resolve(silence);
    }, milliseconds);
    const end = (heard: Heard) => {
      clearTimeout(timer);
      resolve(heard);
    };
    dispatch({
      onRequestStart: (controller) => {
        running = controller;
        // It has waited for a free connection for too long.
        if (isLate) controller.abort(tooLate);
      },
      onResponseStart: (_, status, headers) => {
        begun = { status, headers };
      },
      onResponseData: (_, chunk) => void chunks.push(chunk),
      onResponseEnd: () => end({ ...begun, text: Buffer.concat(chunks).toString() }),
      onResponseError: () => end(silence),
    });
  });
}

const tooLate = new Error('The pod did not answer in time.');

/** Where a pod serves HTTP; undefined while it has no address. */
export function originOf(pod: Pod): string | undefined {
  const address = pod.status?.podIP;
  const port = pod.spec?.containers[0]?.ports?.find(({ name }) => name === 'http')?.containerPort;
  if (!address || !port) return undefined;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}
