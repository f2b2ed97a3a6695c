/** One measured figure beside what it is compared with, both of the same run. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  /** Values of the repetitions. */
  readonly ours: readonly number[];
  readonly peer?: { readonly name: string; readonly values: readonly number[] };
  /** Whether more or less of it is better. */
  readonly better: 'more' | 'less';
  readonly goal?: string;
}

/** The middle value; of an even number of values the upper middle one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Ours over the peer's, by medians; nothing without a peer. */
export const ratio = ({ ours, peer }: Row): number | undefined => peer && median(ours) / median(peer.values);
