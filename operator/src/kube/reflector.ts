import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { Forbidden, Gone, NotFound } from './errors.ts';
import { list, type Selection } from './mirror/list.ts';
import { createMirror } from './mirror/mirror.ts';
import { createPace } from './mirror/pace.ts';
import { createPresence } from './mirror/presence.ts';
import { versionOf } from './mirror/resourceVersion.ts';
import { watch } from './mirror/watch.ts';
import type { KubeObject } from './types.ts';

export interface ReflectOptions<T extends KubeObject> extends Selection<T> {
  /** Told of each object that is new, changed or gone; meant to note its key and return at once. */
  readonly onChange: (object: T) => void;
  /**
   * Told whether the server has this kind, at first and when that changes. A kind that may be missing has it: the copy
   * is then complete and empty, and the server is asked again. Without it a missing kind is a failure.
   */
  readonly onServed?: (isServed: boolean) => void;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Logger;
}

/** A copy of all objects of a kind that follows the API server for as long as the process lives. Its objects are frozen. */
export interface Reflector<T extends KubeObject> {
  /** Follows until the signal fires, through every failure; then resolves. Call it once. */
  start(signal: AbortSignal): Promise<void>;
  /** Whether the first list is complete; before that, "not there" means nothing. */
  hasSynced(): boolean;
  readonly synced: Promise<void>;
  get(namespace: string | undefined, name: string): T | undefined;
  /** In the order of namespace and name; without a namespace, all. */
  list(namespace?: string): readonly T[];
  /** When the server last said anything (monotonic milliseconds). */
  lastHeard(): number;
  /** The server's sentence, while it does not allow us to list or watch this kind. */
  forbidden(): string | undefined;
  /** Whether everything up to this version of the kind has been seen. */
  caughtUp(resourceVersion: string): boolean;
  /** Whether the server had this kind when it was last asked. */
  isServed(): boolean;
}

/**
 * A pass lists (at first, and when the server no longer keeps the version we are at), then watches until something
 * ends the watch. Whatever that is, the next pass follows after a wait; only Gone and NotFound make it list again.
 */
export function reflect<T extends KubeObject>(options: ReflectOptions<T>): Reflector<T> {
  const { clock, random } = options;
  const log = options.log.child({ resource: options.resource.plural });
  const mirror = createMirror({ ...options, log });
  const pace = createPace(random);
  const presence = createPresence(options.onServed);
  let heardAt = clock.now();
  let openedAt: number | undefined;
  let forbidden: string | undefined;

  const heard = () => {
    heardAt = clock.now();
  };

  async function pass(signal: AbortSignal): Promise<number> {
    openedAt = undefined;
    try {
      if (mirror.from() === undefined) await relist(signal);
      await follow(signal);
      return pace.afterEnd(openFor());
    } catch (error) {
      return signal.aborted ? 0 : interrupted(error);
    }
  }

  async function relist(signal: AbortSignal): Promise<void> {
    mirror.takeList(await list(options, signal, heard));
    presence.complete(true);
  }

  async function follow(signal: AbortSignal): Promise<void> {
    const onOpen = () => {
      heard();
      openedAt = clock.now();
      forbidden = undefined;
    };
    const onEvent: typeof mirror.takeEvent = (event) => {
      heard();
      mirror.takeEvent(event);
    };
    const timeoutSeconds = 240 + Math.floor(random() * 241);
    const resourceVersion = mirror.from() ?? '';
    await watch({ ...options, resourceVersion, timeoutSeconds, onOpen, onEvent }, signal);
  }

  function interrupted(error: unknown): number {
    if (error instanceof NotFound && options.onServed) return missing(error);
    if (error instanceof Gone || error instanceof NotFound) mirror.loseTrack();
    if (error instanceof Forbidden) forbidden = error.message;
    const waitMilliseconds = pace.afterFailure(openFor(), error);
    log.warn({ err: error, waitMilliseconds }, 'Following is interrupted');
    return waitMilliseconds;
  }

  /** The pace of failures is kept, so that a kind that comes is seen within half a minute; only the first time is told. */
  function missing(error: NotFound): number {
    heard();
    forbidden = undefined;
    if (presence.isServed() !== false) log.info('The API server does not have this kind');
    mirror.clear();
    presence.complete(false);
    return pace.afterFailure(0, error);
  }

  const openFor = () => (openedAt === undefined ? 0 : clock.now() - openedAt);

  return {
    start: async (signal) => {
      while (!signal.aborted) {
        const wait = await pass(signal);
        await clock.after(wait, signal).catch(() => undefined);
      }
    },
    hasSynced: presence.hasSynced,
    synced: presence.synced,
    get: mirror.get,
    list: mirror.list,
    lastHeard: () => heardAt,
    forbidden: () => forbidden,
    caughtUp: (resourceVersion) =>
      presence.isServed() === false || mirror.seen() >= versionOf(resourceVersion),
    isServed: () => presence.isServed() === true,
  };
}
