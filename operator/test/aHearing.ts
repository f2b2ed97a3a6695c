import type { Pod } from '../src/kube/types.ts';
import { type TokenWord, wordKey } from '../src/plan/rotation.ts';

/** How pods take what they are told of the API token. */
export interface Hearing {
  /** `NAME: token used, digest, seconds until others end`, in order. */
  readonly words: string[];
  /** Names of pods that do not hear. */
  readonly deaf: Set<string>;
  /** What the operator remembers of it. */
  readonly heard: Map<string, Set<string>>;
  tell(pods: readonly Pod[], token: string | undefined, word: TokenWord): void;
}

/** Pods that take every word, but those that are deaf. */
export function aHearing(): Hearing {
  const words: string[] = [];
  const deaf = new Set<string>();
  const heard = new Map<string, Set<string>>();
  return {
    words,
    deaf,
    heard,
    tell: (pods, token, word) => {
      for (const { metadata } of pods.filter((pod) => !deaf.has(pod.metadata.name))) {
        words.push(`${metadata.name}: ${token}, ${word.digest}, ${word.othersEndInSeconds ?? 'none'}`);
        const takers = heard.get(wordKey(word)) ?? new Set();
        heard.set(wordKey(word), takers.add(metadata.uid ?? ''));
      }
    },
  };
}
