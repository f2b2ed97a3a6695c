/** What a count says after it grew: how many there are now, and when it starts again. */
export interface Counted {
  /** Nothing when the caller was refused without being counted. */
  readonly count: number | undefined;
  readonly most: number;
  readonly resetMilliseconds: number;
}

/** The place of one request in the count. */
export interface Place {
  readonly isAllowed: boolean;
  readonly left: number;
  readonly resetMilliseconds: number;
}

interface Waiting {
  readonly resolve: (place: Place) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Counts requests of one caller that come while others of theirs are being counted in one step: each still has a place of its own,
 * so that exactly as many are allowed as the count may hold, with one question at a time for each caller.
 */
export function together(
  count: (caller: string, requests: number) => Promise<Counted>,
): (caller: string) => Promise<Place> {
  const waiting = new Map<string, Waiting[]>();
  const ask = async (caller: string, batch: readonly Waiting[]) => {
    try {
      const counted = await count(caller, batch.length);
      for (const [n, { resolve }] of batch.entries()) resolve(placeOf(n, batch.length, counted));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  const askForAll = async (caller: string, first: Waiting) => {
    for (let batch = [first]; batch.length > 0; batch = waiting.get(caller) ?? []) {
      waiting.set(caller, []);
      await ask(caller, batch);
    }
    waiting.delete(caller);
  };
  return (caller) =>
    new Promise((resolve, reject) => {
      const others = waiting.get(caller);
      if (others) return void others.push({ resolve, reject });
      void askForAll(caller, { resolve, reject });
    });
}

function placeOf(n: number, requests: number, { count, most, resetMilliseconds }: Counted): Place {
  if (count === undefined) return { isAllowed: false, left: 0, resetMilliseconds };
  const place = count - requests + n + 1;
  return { isAllowed: place <= most, left: Math.max(0, most - place), resetMilliseconds };
}
