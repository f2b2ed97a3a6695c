/** Whether a copy is complete, and whether the server has its kind at all. */
export interface Presence {
  readonly synced: Promise<void>;
  hasSynced(): boolean;
  /** Undefined before the first answer. */
  isServed(): boolean | undefined;
  /** The server has answered with the whole list, or that it does not know the kind: then the copy is complete too. */
  complete(isServed: boolean): void;
}

/** `onServed` is told at first, and when it changes. */
export function createPresence(onServed: ((isServed: boolean) => void) | undefined): Presence {
  const synced = Promise.withResolvers<void>();
  let served: boolean | undefined;
  return {
    synced: synced.promise,
    hasSynced: () => served !== undefined,
    isServed: () => served,
    complete: (isServed) => {
      synced.resolve();
      if (served === isServed) return;
      served = isServed;
      onServed?.(isServed);
    },
  };
}
