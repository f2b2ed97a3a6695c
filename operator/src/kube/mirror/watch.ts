import type { Clock } from '../../clock.ts';
import { collectionPath } from '../resources.ts';
import type { KubeObject } from '../types.ts';
import { within } from '../wire/deadline.ts';
import { jsonLines } from './lines.ts';
import type { Selection } from './list.ts';

/** A line of a watch. The type is not checked: a server may know more types than we do. */
export interface WatchEvent {
  readonly type: string;
  readonly object: unknown;
}

export interface WatchOptions<T extends KubeObject> extends Selection<T> {
  readonly resourceVersion: string;
  /** After so long the server ends the watch by itself. */
  readonly timeoutSeconds: number;
  readonly clock: Clock;
  readonly onOpen: () => void;
  readonly onEvent: (event: WatchEvent) => void;
}

/** A watch that outlives the server's own timeout by this much is dead: the other side has gone without a word. */
const graceSeconds = 30;

/** Watches from `resourceVersion` until the server ends it. Rejects when it cannot be opened or breaks, or is dead. */
export async function watch<T extends KubeObject>(
  options: WatchOptions<T>,
  signal: AbortSignal,
): Promise<void> {
  const { connection, resource, namespace, labelSelector, clock } = options;
  await within(clock, (options.timeoutSeconds + graceSeconds) * 1000, signal, async (watching) => {
    const chunks = await connection.stream({
      doing: `watch ${resource.plural}`,
      method: 'GET',
      path: collectionPath(resource, namespace),
      query: {
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion: options.resourceVersion,
        timeoutSeconds: String(options.timeoutSeconds),
        ...(labelSelector && { labelSelector }),
      },
      signal: watching,
    });
    options.onOpen();
    for await (const line of jsonLines(chunks)) options.onEvent(line as WatchEvent);
  });
}
