/** What a reconcile asks of the queue: to be run again after a while, or (empty) only when something changes. */
export interface Result {
  readonly requeueAfterSeconds?: number;
}

export const settled: Result = {};

/** The result, or a run after so many seconds where that is sooner. */
export const sooner = (result: Result, seconds: number | undefined): Result =>
  seconds === undefined || (result.requeueAfterSeconds ?? Number.POSITIVE_INFINITY) <= seconds
    ? result
    : { requeueAfterSeconds: seconds };

/** Trying again cannot help until the user changes something. Shown as Stalled; not retried. `reason` is CamelCase. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
  readonly reason: string;

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Something expected is not there yet. Tried again after `seconds`; neither an alarm nor a failure. `reason` is CamelCase. */
export class RetryAfter extends Error {
  override readonly name = 'RetryAfter';
  readonly seconds: number;
  readonly reason: string;

  constructor(seconds: number, reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.seconds = seconds;
    this.reason = reason;
  }
}
