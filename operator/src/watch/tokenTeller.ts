import type { Logger } from 'pino';
import type { Pod } from '../kube/types.ts';
import { type TokenWord, wordKey } from '../plan/rotation.ts';
import type { AskPod } from './podHttp.ts';

/** Pods, by uid, that have said what they were told, by `wordKey`. */
export type Heard = ReadonlyMap<string, ReadonlySet<string>>;

/** Tells pods what comes after a token, and remembers who has heard it. Repeating a word is harmless, so a restart loses nothing. */
export interface TokenTeller {
  /** Tells each of these pods with the token that they accept now. Never rejects: who has not heard is told again. */
  tell(world: string, pods: readonly Pod[], token: string | undefined, word: TokenWord): Promise<void>;
  heard(world: string): Heard;
  forget(world: string): void;
}

const timeoutMilliseconds = 3000;
/** Words of a world that are remembered: those of one rotation, and of one that a user's own change cut short. */
const mostWords = 6;

export function tokenTeller(ask: AskPod, log: Logger): TokenTeller {
  const worlds = new Map<string, Map<string, Set<string>>>();

  function remember(world: string, word: string, pod: Pod): void {
    const words = worlds.get(world) ?? new Map<string, Set<string>>();
    worlds.set(world, words);
    words.set(word, (words.get(word) ?? new Set()).add(pod.metadata.uid ?? ''));
    const [oldest] = words.keys();
    if (words.size > mostWords && oldest !== undefined) words.delete(oldest);
  }

  return {
    tell: async (world, pods, token, word) => {
      const body = {
        digest: word.digest,
        ...(word.othersEndInSeconds !== undefined && { others_end_in: word.othersEndInSeconds }),
      };
      await Promise.all(
        pods.map(async (pod) => {
          const { status } = await ask(pod, {
            method: 'POST',
            path: '/auth/mounted',
            token,
            body,
            timeoutMilliseconds,
          });
          if (status === 200) remember(world, wordKey(word), pod);
          else log.info({ world, pod: pod.metadata.name, status }, 'pod has not taken the new token yet');
        }),
      );
    },
    heard: (world) => worlds.get(world) ?? new Map(),
    forget: (world) => void worlds.delete(world),
  };
}
