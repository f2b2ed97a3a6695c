import { Agent, request } from 'undici';
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
  readonly timeoutMilliseconds: number;
}

/** Asks pods over HTTP, by their own address. */
export type AskPod = (pod: Pod, question: Question) => Promise<Answer>;

/** `userAgent` tells the runtime that it is not a user who asks. */
export function podHttp(userAgent: string): { ask: AskPod; close(): Promise<void> } {
  const agent = new Agent({ connections: 2, keepAliveTimeout: 4000, connect: { timeout: 1000 } });
  const ask: AskPod = async (pod, { method = 'GET', path, token, timeoutMilliseconds }) => {
    const startedAt = performance.now();
    const milliseconds = () => performance.now() - startedAt;
    const origin = originOf(pod);
    if (!origin) return { ...silence, milliseconds: 0 };
    try {
      const { statusCode, headers, body } = await request(`${origin}${path}`, {
        method,
        dispatcher: agent,
        signal: AbortSignal.timeout(timeoutMilliseconds),
        headers: { 'user-agent': userAgent, ...(token && { authorization: `Bearer ${token}` }) },
      });
      return { status: statusCode, headers, text: await body.text(), milliseconds: milliseconds() };
    } catch {
      // Whatever went wrong, the pod did not answer: that is the finding.
      return { ...silence, milliseconds: milliseconds() };
    }
  };
  return { ask, close: () => agent.destroy() };
}

const silence = { status: 0, headers: {}, text: '' };

/** Where a pod serves HTTP; undefined while it has no address. */
export function originOf(pod: Pod): string | undefined {
  const address = pod.status?.podIP;
  const port = pod.spec?.containers[0]?.ports?.find(({ name }) => name === 'http')?.containerPort;
  if (!address || !port) return undefined;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}
