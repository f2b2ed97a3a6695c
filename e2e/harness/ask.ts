import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** What came back: `status` 0 and `error` when nothing did, or not all of it. */
export interface Outcome {
  readonly status: number;
  readonly error?: string;
  readonly revision?: string;
  readonly text: string;
  readonly askedAgain: boolean;
}

export interface Question {
  readonly url: string;
  /** Keeps the visitor's connection; absent, the request comes with one of its own. */
  readonly agent?: Agent | undefined;
  /** Whether the connection ends with this request. */
  readonly last: boolean;
  readonly timeoutMilliseconds: number;
}

const browser =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

/** A connection that is kept between the requests of one visitor. */
export const keptConnection = (): Agent => new Agent({ keepAlive: true });

/** A request that failed; `beforeAnyAnswer` on a connection that had served before says that the server had closed it. */
class Unanswered extends Error {
  override readonly name = 'Unanswered';
  readonly onClosedConnection: boolean;

  constructor(message: string, onClosedConnection: boolean) {
    super(message);
    this.onClosedConnection = onClosedConnection;
  }
}

/**
 * Asks as a browser does; never rejects. A kept connection that turns out to be closed before any byte of an answer is
 * not the server's failure: browsers ask once more on a new one, and so does this.
 * Source: https://www.rfc-editor.org/rfc/rfc9112#section-9.3.1
 */
export async function ask(question: Question): Promise<Outcome> {
  try {
    return { ...(await once(question)), askedAgain: false };
  } catch (error) {
    if (!(error instanceof Unanswered) || !error.onClosedConnection) return unanswered(error, false);
  }
  try {
    return { ...(await once({ ...question, agent: undefined })), askedAgain: true };
  } catch (error) {
    return unanswered(error, true);
  }
}

const unanswered = (error: unknown, askedAgain: boolean): Outcome => ({
  status: 0,
  error: error instanceof Error ? error.message : String(error),
  text: '',
  askedAgain,
});

async function once({
  url,
  agent,
  last,
  timeoutMilliseconds,
}: Question): Promise<Omit<Outcome, 'askedAgain'>> {
  const sent = request(url, {
    agent: agent ?? false,
    headers: { 'user-agent': browser, accept: '*/*', connection: last || !agent ? 'close' : 'keep-alive' },
  });
  const timer = setTimeout(() => sent.destroy(new Error('timed out')), timeoutMilliseconds);
  let begun = false;
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      sent.once('response', resolve);
      // An error after the response is the body's, which is read below; this one must be heard all the same.
      sent.on('error', reject);
      sent.end();
    });
    begun = true;
    const revision = answer.headers['x-spacetime-revision']?.toString();
    return { status: answer.statusCode ?? 0, text: await text(answer), ...(revision && { revision }) };
  } catch (error) {
    const reason = reasonOf(error);
    throw new Unanswered(reason, !begun && sent.reusedSocket && reason === 'reset');
  } finally {
    clearTimeout(timer);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
};

const reasonOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ''] ?? message;
};
