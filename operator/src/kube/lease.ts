import type { Logger } from 'pino';
import { type Fence, LeaseLost, leaseFence } from './fence.ts';
import { type Claim, type LeaseRecordOptions, leaseRecord } from './write/leaseRecord.ts';

export interface ElectOptions
  extends Pick<LeaseRecordOptions, 'connection' | 'namespace' | 'name' | 'identity' | 'place' | 'clock'> {
  /** How long others wait after the last renewal that they saw. 15 unless said. */
  readonly durationSeconds?: number;
  /** How long after its last renewal the holder may still write; must leave time before `durationSeconds`. 10 unless said. */
  readonly renewDeadlineSeconds?: number;
  /** Between two attempts to take or to renew. 2 unless said. */
  readonly retrySeconds?: number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Logger;
  /** Told once, when this process begins to lead. */
  readonly onLeading: () => void;
  /** Told of each holder that is seen, ourselves included; empty when nobody is. */
  readonly onHolder?: (holder: string) => void;
}

/** Takes part in the election of the one process that may write. */
export interface Elector {
  /** Open while this process leads and has renewed its lease in time. */
  readonly fence: Fence;
  /**
   * Waits to lead, then leads until the signal fires; then gives the lease back and resolves. Rejects with `LeaseLost` when the
   * lease could not be kept: the process should end then, since it cannot know what another does meanwhile.
   */
  run(signal: AbortSignal): Promise<void>;
  isLeading(): boolean;
}

/**
 * The holder stops writing `renewDeadlineSeconds` after its last renewal, counted from before that renewal was sent; others wait
 * `durationSeconds` from when they saw it. Both count by clocks that a stopped process cannot stop.
 */
export function elect(options: ElectOptions): Elector {
  const { clock, random, log, durationSeconds = 15, renewDeadlineSeconds = 10, retrySeconds = 2 } = options;
  if (renewDeadlineSeconds >= durationSeconds) {
    throw new RangeError('The renew deadline of the lease must be shorter than its duration');
  }
  const fence = leaseFence(clock);
  const record = leaseRecord({
    ...options,
    durationSeconds,
    timeoutSeconds: renewDeadlineSeconds / 2,
    onHolder: (holder) => {
      log.info({ holder }, 'The leader has changed');
      options.onHolder?.(holder);
    },
  });
  let deadline = Number.NEGATIVE_INFINITY;

  async function attempt(signal: AbortSignal): Promise<Claim> {
    const startedAt = clock.now();
    try {
      const claim = await record.claim(signal);
      if (claim === 'Ours') {
        deadline = startedAt + renewDeadlineSeconds * 1000;
        fence.openUntil(deadline);
      }
      return claim;
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'The lease could not be written');
      return 'Unclear';
    }
  }

  const pause = (signal: AbortSignal) =>
    clock.after(retrySeconds * 1000 * (1 + 0.2 * random()), signal).catch(() => undefined);

  async function campaign(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await attempt(signal)) !== 'Ours') await pause(signal);
  }

  async function hold(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(signal);
      // A process that was stopped finds out here, before it asks anybody.
      if (clock.now() >= deadline) throw new LeaseLost('The leader lease was not renewed in time');
      if (!signal.aborted) await renew(signal);
    }
  }

  async function renew(signal: AbortSignal): Promise<void> {
    const claim = await attempt(signal);
    if (claim === 'Theirs') throw new LeaseLost('Another process holds the leader lease');
  }

  async function lead(signal: AbortSignal): Promise<void> {
    options.onLeading();
    try {
      await hold(signal);
    } finally {
      fence.close();
      deadline = Number.NEGATIVE_INFINITY;
    }
  }

  return {
    fence,
    isLeading: () => clock.now() < deadline,
    run: async (signal) => {
      await campaign(signal);
      if (!signal.aborted) await lead(signal);
      await record.release().catch((error: unknown) => {
        log.warn({ err: error }, 'The lease could not be given back');
      });
    },
  };
}
