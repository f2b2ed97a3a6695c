import { setTimeout as sleep } from 'node:timers/promises';

/** Clients of the API that read their token where it is kept, as one does who must not fail when it rotates. */
export interface TokenUsers {
  /** Status of each answer so far; 0 when there was none. */
  readonly answers: readonly number[];
  /** Tokens that were used, in order. */
  readonly tokens: readonly string[];
  /** Resolves when all that was asked is answered. */
  stop(): Promise<void>;
}

/** Asks a path ten times a second; the token is read anew once a second, as an informer or a mounted file would have it. */
export function startTokenUsers(url: string, readToken: () => Promise<string>): TokenUsers {
  const answers: number[] = [];
  const tokens: string[] = [];
  const stopping = new AbortController();
  const pause = (milliseconds: number) =>
    sleep(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);
  const ask = async (token: string) => {
    const answer = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(5000),
    }).catch(() => undefined);
    await answer?.text();
    answers.push(answer?.status ?? 0);
  };
  const run = async () => {
    while (!stopping.signal.aborted) {
      const token = await readToken();
      if (tokens.at(-1) !== token) tokens.push(token);
      for (let n = 0; n < 10 && !stopping.signal.aborted; n++) await Promise.all([ask(token), pause(100)]);
    }
  };
  const running = run();
  return {
    answers,
    tokens,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
