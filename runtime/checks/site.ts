import { Agent, request } from 'undici';

/** How something is asked for; a body is sent as JSON with POST unless told otherwise. */
export interface Asking {
  readonly token?: string | undefined;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: object;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly bytes: Uint8Array;
  /** From the asking to the end of the answer, with a connection of its own. */
  readonly milliseconds: number;
}

/** A server that is asked. */
export interface Site {
  readonly url: (path: string) => string;
  /** Throws an Error with one sentence when there is no answer within ten seconds, or until the signal. */
  readonly ask: (path: string, asking?: Asking) => Promise<Answer>;
  /** The same server, asked no longer than this. */
  readonly until: (signal: AbortSignal) => Site;
}

const patienceMilliseconds = 10_000;

/** By this name the runtime tells checks from users. */
export const userAgent = 'spacetime-check/1';

/**
 * A server by its address. Over HTTPS its certificate must come from `ca` if that is given; its name is not compared, because
 * within a cluster nobody has a certificate for the name by which pods are asked.
 */
export function site(address: string, ca?: string): Site {
  const connect = { ca, rejectUnauthorized: ca !== undefined, checkServerIdentity: () => undefined };
  const agent = new Agent({ connect: ca === undefined ? { rejectUnauthorized: false } : connect });
  const at = (signal?: AbortSignal): Site => ({
    url: (path) => new URL(path, address).href,
    ask: (path, asking = {}) => ask(new URL(path, address), asking, { agent, signal }),
    until: at,
  });
  return at();
}

async function ask(
  url: URL,
  { token, body, method = body ? 'POST' : 'GET' }: Asking,
  { agent, signal }: { readonly agent: Agent; readonly signal: AbortSignal | undefined },
): Promise<Answer> {
  const patience = AbortSignal.timeout(patienceMilliseconds);
  const began = performance.now();
  try {
    const answer = await request(url, {
      dispatcher: agent,
      method,
      // One answer for each connection, so that all pods behind an address are met.
      reset: true,
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
      headers: {
        'user-agent': userAgent,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const bytes = await answer.body.bytes();
    const milliseconds = performance.now() - began;
    const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    return { status: answer.statusCode, headers: Object.fromEntries(headers), bytes, milliseconds };
  } catch (error) {
    throw new Error(`${method} ${url.pathname} got no answer: ${reason(error as Error)}.`);
  }
}

const reason = ({ name, message, code }: Error & { readonly code?: string }) =>
  name === 'TimeoutError' || name === 'AbortError' ? 'the time was over' : (code ?? message);

/** The text of an answer. */
export const textOf = ({ bytes }: Answer): string => new TextDecoder().decode(bytes);

/** What an answer says. Throws an Error with one sentence when its status is another, or it is no JSON. */
export function bodyOf<T>(answer: Answer, what: string, status = 200): T {
  const text = textOf(answer);
  if (answer.status !== status)
    throw new Error(`${what} answered ${answer.status} instead of ${status}${problemIn(text)}.`);
  const body = parsed(text);
  if (body === undefined) throw new Error(`${what} answered something that is not JSON.`);
  return body as T;
}

/** The sentence of a problem document, without its full stop. */
function problemIn(text: string): string {
  const { message } = (parsed(text) ?? {}) as { readonly message?: unknown };
  return typeof message === 'string' ? `: ${message.replace(/\.$/, '')}` : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}
