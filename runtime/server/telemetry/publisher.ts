import { type FpsReading, writeFps } from '../../shared/telemetryFrames.ts';
import type { TelemetryEvent } from './messages.ts';
import { type Sendable, sendable } from './outlet.ts';

/** Where events come from. Each gives nothing while nobody reports it; nothing is made up. */
export interface Sources {
  readonly fps: () => { readonly reading: FpsReading; readonly shown: object } | undefined;
  readonly tracking: () => object | undefined;
  readonly positions: () => object | undefined;
  readonly now: () => number;
}

/** Sends what subscribers want, when it is time. */
export interface Publisher {
  /** Sends an event that just happened. */
  readonly publish: (event: TelemetryEvent, data: object) => void;
  readonly close: () => void;
}

/** Gives a message to everybody who subscribes to the event. */
export type Deliver = (event: TelemetryEvent, message: () => Sendable | undefined) => void;

const tickMilliseconds = 100;
/** How many ticks lie between two events of a kind: 0.1 s for tracking, 0.5 s for the others. */
const every = { vr_tracking: 1, fps: 5, player_position: 5 } as const;

/** Publishes from now on. */
export function publisher({ fps, tracking, positions, now }: Sources, deliver: Deliver): Publisher {
  const event = (name: TelemetryEvent, data: object) => ({
    type: 'event',
    event: name,
    timestamp: now(),
    data,
  });
  const plain = (name: TelemetryEvent, data: object | undefined) => data && sendable(event(name, data));
  const makers = {
    vr_tracking: () => plain('vr_tracking', tracking()),
    player_position: () => plain('player_position', positions()),
    fps: () => {
      const found = fps();
      return found && sendable(event('fps', found.shown), (layout) => writeFps(found.reading, layout));
    },
  };
  let ticks = 0;
  const tick = () => {
    ticks += 1;
    for (const name of ['fps', 'vr_tracking', 'player_position'] as const)
      if (ticks % every[name] === 0) deliver(name, makers[name]);
  };
  const timer = setInterval(tick, tickMilliseconds);
  timer.unref();
  return {
    publish: (name, data) => deliver(name, () => plain(name, data)),
    close: () => clearInterval(timer),
  };
}
