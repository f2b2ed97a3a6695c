interface Settings {
  /** In milliseconds. */
  readonly now: () => number;
  readonly keptMilliseconds: number;
  readonly patienceMilliseconds: number;
}

/**
 * Asks for something at most once in a while, however often it is wanted, and never makes anybody wait long. Nothing while what was
 * asked has no answer, or none that is recent.
 */
export function recently<T>(
  { now, keptMilliseconds, patienceMilliseconds }: Settings,
  ask: () => Promise<T>,
) {
  let known: T | undefined;
  let asked = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;
  const renew = () => {
    asked = now();
    asking = ask()
      .then(
        (answer) => {
          known = answer;
        },
        () => {
          known = undefined;
        },
      )
      .finally(() => {
        asking = undefined;
      });
  };
  return async (): Promise<T | undefined> => {
    if (!asking && now() - asked >= keptMilliseconds) renew();
    if (!asking) return known;
    const late = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => late.resolve('late'), patienceMilliseconds);
    const first = await Promise.race([asking, late.promise]).finally(() => clearTimeout(timer));
    return first === 'late' ? undefined : known;
  };
}
