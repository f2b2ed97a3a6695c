import { Failed } from '../problem.ts';
import type { SpaceTime } from '../spaceTime.ts';

/** What was typed behind a command: the SpaceTime that is meant, and the words that are not its name. */
export interface Typed {
  readonly world: SpaceTime;
  readonly rest: readonly string[];
}

/**
 * Finds which of the SpaceTimes of `namespace` is meant. The first word is its name if there is one of that name; a
 * namespace with a single SpaceTime needs no name. `atMost` words may follow it. Throws `Failed` with what there is.
 */
export function typed(
  words: readonly string[],
  worlds: readonly SpaceTime[],
  namespace: string,
  atMost: number,
): Typed {
  const [first, ...others] = words;
  const named = worlds.find(({ metadata }) => metadata.name === first);
  if (named) return { world: named, rest: others };
  const names = worlds.map(({ metadata }) => metadata.name).join(', ');
  if (words.length > atMost)
    throw new Failed(`There is no SpaceTime ${first} in namespace ${namespace}; there is ${names}.`);
  const [only, ...more] = worlds;
  if (!only || more.length > 0)
    throw new Failed(`Namespace ${namespace} has several SpaceTimes, so name one: ${names}.`);
  return { world: only, rest: words };
}

const mostNamed = 10;

/** What to say when `namespace` has none; `worlds` are those of all namespaces. */
export function elsewhere(namespace: string, worlds: readonly SpaceTime[]): string {
  if (worlds.length === 0) return `There is no SpaceTime in namespace ${namespace}, nor in any other.`;
  const names = worlds.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  const shown = [...names.slice(0, mostNamed), ...(names.length > mostNamed ? ['…'] : [])].join(', ');
  return `There is no SpaceTime in namespace ${namespace}; elsewhere there is ${shown}. Name the namespace with -n.`;
}
