import { isUnavailable } from '../database/unavailable.ts';

interface Asked<T> {
  readonly thing: T;
  readonly done: PromiseWithResolvers<void>;
}

const most = 100;

/**
 * Does in one go what was asked for while something was under way, so that those who ask at the same time wait for each other once
 * and not in a row. `act` does all of what it is given or, when it rejects, nothing: then each is done by itself and hears of its
 * own. While the database is away, nothing is done twice.
 */
export function together<T>(act: (things: readonly T[]) => Promise<void>): (thing: T) => Promise<void> {
  const waiting: Asked<T>[] = [];
  let isBusy = false;
  const work = async () => {
    isBusy = true;
    while (waiting.length > 0) await doAll(act, waiting.splice(0, most));
    isBusy = false;
  };
  return (thing) => {
    const done = Promise.withResolvers<void>();
    waiting.push({ thing, done });
    if (!isBusy) void work();
    return done.promise;
  };
}

async function doAll<T>(
  act: (things: readonly T[]) => Promise<void>,
  asked: readonly Asked<T>[],
): Promise<void> {
  const things = asked.map(({ thing }) => thing);
  const fault = await act(things).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if (fault && asked.length > 1 && !isUnavailable(fault.error)) {
    for (const one of asked) await doAll(act, [one]);
    return;
  }
  for (const { done } of asked) fault ? done.reject(fault.error) : done.resolve();
}
