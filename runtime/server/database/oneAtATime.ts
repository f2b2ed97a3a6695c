/**
 * Does a task whenever it is asked for, and never twice at a time. Whoever asks while it is under way shares one more turn, which
 * begins after they asked: what they ask for because something has changed is done with the change.
 */
export function oneAtATime(task: () => Promise<void>): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    next = undefined;
    underWay = task().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
  return () => {
    if (next !== undefined) return next;
    if (underWay === undefined) return begin();
    next = underWay.then(begin, begin);
    return next;
  };
}
