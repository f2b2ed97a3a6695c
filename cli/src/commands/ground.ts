import type { Command } from 'commander';
import type { Clock } from '../../../operator/src/clock.ts';
import { Forbidden } from '../../../operator/src/kube/errors.ts';
import type { Api } from '../cluster/api.ts';
import type { Where } from '../cluster/kubeconfig.ts';
import { elsewhere, type Typed, typed } from '../find/world.ts';
import { Failed } from '../problem.ts';
import type { SpaceTime } from '../spaceTime.ts';
import type { Paint } from '../view/paint.ts';

/** What a command stands on; a test brings its own. */
export interface Ground {
  open(where: Where): Api;
  readonly clock: Clock;
  readonly terminal: Terminal;
  /** The program kubectl, which carries what is a stream. */
  readonly kubectl: string;
  /** Fires when the person has had enough. */
  readonly signal: AbortSignal;
}

export interface Terminal {
  readonly paint: Paint;
  print(lines: readonly string[]): unknown;
  /** Draws over what it drew before. */
  redraw(lines: readonly string[]): void;
}

/** Opens the cluster that the command's options lead to, and closes it when the work is over. */
export async function withApi(
  ground: Ground,
  command: Command,
  work: (api: Api) => Promise<unknown>,
): Promise<void> {
  const api = ground.open(command.optsWithGlobals<Where>());
  try {
    await work(api);
  } finally {
    await api.close();
  }
}

/** The SpaceTime that is meant by what was typed; at most `atMost` words are something else than its name. */
export const meant = async (api: Api, words: readonly string[], atMost: number): Promise<Typed> =>
  typed(words, await worldsThere(api), api.namespace, atMost);

/** The SpaceTimes of the namespace, at least one. Throws `Failed` with those of other namespaces, as far as they may be seen. */
export async function worldsThere(api: Api): Promise<readonly SpaceTime[]> {
  const worlds = await api.worlds(api.namespace);
  if (worlds.length > 0) return worlds;
  const all = await api.worlds().catch((error: unknown) => {
    if (error instanceof Forbidden) return [];
    throw error;
  });
  throw new Failed(elsewhere(api.namespace, all));
}
