import { type Agent, request } from 'undici';
import { AddressRefused } from './connections.ts';

/** What came of one attempt: a status, or a sentence on why there is none. Nothing else of an answer is kept. */
export type Answer =
  | { readonly status: number; readonly retryAfter: string | undefined }
  | { readonly fault: string };

export interface Letter {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutSeconds: number;
}

const mostBytesRead = 4096;

/** Sends a letter, once, without following redirects. Never rejects, but when `stop` asks for it. */
export async function post(agent: Agent, letter: Letter, stop: AbortSignal): Promise<Answer> {
  const late = AbortSignal.timeout(letter.timeoutSeconds * 1000);
  try {
    const { statusCode, headers, body } = await request(letter.url, {
      method: 'POST',
      dispatcher: agent,
      headers: letter.headers,
      body: letter.body,
      signal: AbortSignal.any([stop, late]),
    });
    // Its status says it all; a short body is read only so that the connection can be used again.
    await body.dump({ limit: mostBytesRead, signal: late }).catch(() => {});
    const retryAfter = headers['retry-after'];
    return { status: statusCode, retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined };
  } catch (error) {
    stop.throwIfAborted();
    return { fault: late.aborted ? `There was no answer within ${letter.timeoutSeconds} s.` : fault(error) };
  }
}

function fault(error: unknown): string {
  const { code } = error as { readonly code?: string };
  if (error instanceof AddressRefused || (error as Error).cause instanceof AddressRefused)
    return 'The address is private or reserved; nothing was sent.';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'The name of the host cannot be found.';
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return 'The host does not accept connections.';
  if (code?.startsWith('ERR_TLS') || /certificate|ssl|tls/i.test(`${code} ${(error as Error).message}`))
    return 'The connection is not secure: the certificate of the host is not valid.';
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'UND_ERR_SOCKET')
    return 'The host refused or ended the connection.';
  return 'The request failed before there was an answer.';
}
