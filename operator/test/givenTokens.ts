interface Given {
  readonly digest: string;
  /** Whether a pod has accepted it yet. */
  accepted: boolean;
  /** When another took its place, in seconds. */
  replacedAt: number;
}

/** The tokens that users could read in a Secret one after the other, and what is owed to them. `now` is in seconds. */
export function givenTokens(now: () => number, accepts: (digest: string) => boolean) {
  const given: Given[] = [];
  return {
    place: (digest: string): void => {
      const last = given.at(-1);
      if (last) last.replacedAt = now();
      given.push({ digest, accepted: false, replacedAt: Number.POSITIVE_INFINITY });
    },
    /** One that pods have accepted and refuse before its time is over. */
    refusedTooSoon: (overlapSeconds: number): string | undefined => {
      for (const one of given) one.accepted ||= accepts(one.digest);
      return given.find(
        (one) => one.accepted && now() < one.replacedAt + overlapSeconds && !accepts(one.digest),
      )?.digest;
    },
    /** One that is still accepted so long after another took its place, and after this time. */
    acceptedTooLong: (seconds: number, since: number, slack: number): string | undefined =>
      given.find((one) => now() > Math.max(one.replacedAt + seconds, since) + slack && accepts(one.digest))
        ?.digest,
    /** Whether no pod knows the present one. */
    isUnknown: (): boolean => given.at(-1)?.accepted === false,
  };
}
