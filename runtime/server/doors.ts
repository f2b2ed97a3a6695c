import { budgets } from './access/budgets.ts';
import { localLimits } from './access/limits.ts';
import { createApp } from './app.ts';
import type { Deps } from './deps.ts';
import { openDiscovery } from './discovery/discovery.ts';
import { frameSockets } from './frames/sockets.ts';
import { limitedSockets } from './http/limitedSockets.ts';
import { describeSockets } from './metrics/sockets.ts';
import { openServers } from './servers.ts';
import { telemetryOf } from './telemetry/telemetryOf.ts';
import { upgrades } from './upgrades.ts';

/** Every port that the runtime listens on. */
export interface Doors {
  /** Where each is; what is off has none. */
  readonly ports: Readonly<Record<'api' | 'tls' | 'telemetry' | 'discovery', number | undefined>>;
  readonly openSockets: () => number;
  /** Sends those away who hold a connection open. */
  readonly dismiss: () => void;
  readonly close: () => void;
}

// A connection in use learns from its next answer that it must go; closing it sooner could lose a request on its way.
const idleMilliseconds = 5000;

/** Opens them all, or none: rejects with a sentence that names the variable of the port that cannot be opened. */
export async function openDoors(deps: Deps): Promise<Doors> {
  const opened: { readonly close: () => void }[] = [];
  const keep = <T extends { readonly close: () => void }>(door: T): T => {
    opened.push(door);
    return door;
  };
  const close = () => {
    for (const door of opened) door.close();
  };
  try {
    return { ...(await open(deps, keep)), close };
  } catch (error) {
    close();
    throw error;
  }
}

type Keep = <T extends { readonly close: () => void }>(door: T) => T;

async function open(deps: Deps, keep: Keep): Promise<Omit<Doors, 'close'>> {
  const { config, log, presence, now } = deps;
  const sockets = frameSockets(deps);
  const budget = { limits: localLimits(), addressOf: deps.addressOf, usual: budgets.sockets };
  const prepare = upgrades(config, {
    '/frames': limitedSockets(sockets.upgrade, budget),
    '/presence': limitedSockets(presence.upgrade, budget),
    '/presence/peers': presence.peers.upgrade,
  });
  const servers = keep(await openServers(config, { app: createApp(deps), prepare, log }));
  const telemetry = config.apiEnabled ? keep(await telemetryOf(deps)) : undefined;
  describeSockets(deps.metrics.registry, {
    frames: sockets.open,
    presence: presence.open,
    telemetry: () => telemetry?.open() ?? 0,
  });
  const { revision, environment } = config;
  const listening = { ...servers.ports, telemetry: telemetry?.port };
  const discovery = keep(await openDiscovery(config, { revision, environment, ports: listening }, now));
  return {
    ports: { ...listening, discovery: discovery.port },
    openSockets: () => sockets.open() + presence.open() + (telemetry?.open() ?? 0),
    dismiss: () => {
      sockets.dismiss();
      presence.dismiss();
      telemetry?.dismiss();
      setTimeout(servers.closeIdle, idleMilliseconds).unref();
    },
  };
}
