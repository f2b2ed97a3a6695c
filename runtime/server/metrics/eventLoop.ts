import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';

/** How long the process kept what was due waiting, in seconds, since at most a minute. */
export interface EventLoopDelay {
  readonly quantile: (share: 0.5 | 0.99) => number;
  readonly longest: () => number;
}

const resolution = 10;
const windowMilliseconds = 60_000;

/** Measures how late timers are, from now on. */
export function eventLoopDelay(registry: Registry): EventLoopDelay {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  // A timer that is never late is recorded with the time for which it was set.
  const seconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - resolution / 1000);
  const read = (nanoseconds: number) => (histogram.count === 0 ? 0 : seconds(nanoseconds));
  setInterval(() => histogram.reset(), windowMilliseconds).unref();
  const delay: EventLoopDelay = {
    quantile: (share) => read(histogram.percentile(share * 100)),
    longest: () => read(histogram.max),
  };
  new Gauge({
    name: 'spacetime_event_loop_delay_seconds',
    help: 'How late the process did what was due, in the running minute; percentile 100 is the longest.',
    labelNames: ['percentile'],
    registers: [registry],
    collect() {
      this.set({ percentile: '50' }, delay.quantile(0.5));
      this.set({ percentile: '99' }, delay.quantile(0.99));
      this.set({ percentile: '100' }, delay.longest());
    },
  });
  return delay;
}
