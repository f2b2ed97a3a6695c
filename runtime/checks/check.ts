import type { Access } from './access.ts';
import type { Settings } from './settings.ts';
import type { Site } from './site.ts';

/** Everything that a check can ask. */
export interface Surroundings extends Pick<Settings, 'revision' | 'spec' | 'ca' | 'browser'> {
  /** The candidate's real pods, beside a database that is in use: only what leaves no trace there is asked. */
  readonly preview: Site;
  readonly previewToken: string;
  /** The candidate's image with a database of its own: everything may be done to it. */
  readonly world: Site;
  /** What opens `world`. Throws Skipped where its API is off. */
  readonly access: () => Promise<Access>;
  /** When the time of the check is over. */
  readonly signal: AbortSignal;
}

/** What kinds of checks there are: each has a mode and a time limit of its own in the spec. */
export const groups = ['smoke', 'load', 'browser'] as const;
export type Group = (typeof groups)[number];

/** One question to a candidate. */
export interface Check {
  /** The name of its group, and for one of several a dot and its own. */
  readonly name: Group | `${Group}.${string}`;
  /** Resolves with what was found, as a sentence part with numbers. Throws an Error with one sentence when the candidate fails. */
  readonly ask: (around: Surroundings) => Promise<string>;
}

/** There was nothing to check; the message says why. */
export class Skipped extends Error {
  override name = 'Skipped';
}

/** Throws an Error with this sentence unless something holds. */
export function insist(holds: unknown, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}
