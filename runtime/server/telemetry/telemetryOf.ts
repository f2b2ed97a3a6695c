import type { Deps } from '../deps.ts';
import { shownLoad } from '../routes/scene/shownLoad.ts';
import { details } from '../routes/status.ts';
import { fpsReading, shownFps, shownPositions, shownTracking, tracked } from './readings.ts';
import { recogniser } from './recognise.ts';
import { openTelemetry, type TelemetryPort } from './telemetry.ts';

/** Opens the telemetry port of a running world, and tells its clients of each scene that is loaded from now on. */
export async function telemetryOf(deps: Deps): Promise<TelemetryPort> {
  const { votes, metrics, presence, now } = deps;
  const visitors = () => tracked(presence.room.visitors());
  const telemetry = await openTelemetry(deps.config.ports.telemetry, {
    sources: {
      fps: () => {
        const reading = fpsReading(votes, votes.frames(), now());
        return reading && { reading, shown: shownFps(reading, votes.reporting(now())) };
      },
      tracking: () => shownTracking(visitors()),
      positions: () => shownPositions(visitors()),
      now,
    },
    talking: (who) => ({ recognise: recogniser(deps, who), snapshot: async () => details(deps), now }),
    addressOf: deps.addressOf,
    tokens: deps.tokens,
    skipped: () => metrics.skippedTelemetry.inc(),
  });
  tellOfScenes(deps, telemetry);
  return telemetry;
}

/** Every load is told once, also when it happened on another pod; what was loaded before is no news. */
function tellOfScenes({ state }: Deps, { publish }: Pick<TelemetryPort, 'publish'>): void {
  let last: string | undefined;
  state.follow((current) => {
    const seen = JSON.stringify(current) ?? '';
    if (last !== undefined && seen !== last && current) publish('scene_loaded', shownLoad(current));
    last = seen;
  });
}
