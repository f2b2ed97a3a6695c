/** How a visitor came: with a connection of its own, or with one that it keeps for a while. */
export type ConnectionKind = 'New' | 'Kept';

/** What became of one request. Times are milliseconds; `at` counts from the epoch. */
export interface Answer {
  /** When the request was due: the clock that users see, however late the answer or the machine is. */
  readonly at: number;
  /** From when it was due to the end of the answer. */
  readonly milliseconds: number;
  /** How late it left: a large number says that this machine, not the world, was slow. */
  readonly lateMilliseconds: number;
  /** 0 when no answer came. */
  readonly status: number;
  /** Why no answer came. */
  readonly error?: string;
  /** The revision that answered, as it says itself. */
  readonly revision?: string;
  readonly connection: ConnectionKind;
  readonly path: string;
  /** Whether a kept connection was found closed and the request went out again on a new one, as browsers do. */
  readonly askedAgain: boolean;
}

/** Whether a user would say that it did not work. */
export const isFailed = ({ status }: Pick<Answer, 'status'>): boolean =>
  status === 0 || status >= 500 || status === 429;

/** When the answer was there, or was given up. */
export const arrivedAt = ({ at, milliseconds }: Pick<Answer, 'at' | 'milliseconds'>): number =>
  at + milliseconds;
