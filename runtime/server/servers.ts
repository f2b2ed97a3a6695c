import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { ConfigurationRefused } from './configurationRefused.ts';
import { listen } from './listen.ts';
import { type KeyPair, mountedPair, onRenewal, pairFault } from './tls/certificate.ts';

// Longer than load balancers keep an idle connection, so that they and not we end it; slow senders are cut off.
const usualLimits: ServerOptions = {
  keepAliveTimeout: 65_000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // How often slow senders are looked for.
  connectionsCheckingInterval: 2000,
  maxHeaderSize: 16_384,
};
const mostConnections = 4000;

/** The plain server and, once a certificate is mounted, the one for HTTPS. */
export interface Servers {
  readonly ports: Readonly<{ api: number; tls: number | undefined }>;
  /** Ends the connections on which nothing is asked or answered. */
  readonly closeIdle: () => void;
  readonly close: () => void;
}

/** What is served. Limits are the usual ones unless told. */
export interface Serving {
  readonly app: RequestListener;
  /** Sees each server before it listens. */
  readonly prepare: (server: Server | SecureServer) => void;
  readonly log: Logger;
  readonly limits?: ServerOptions;
  readonly connections?: number;
}

/** Listens for HTTP, and for HTTPS when a certificate is mounted. */
export async function openServers(
  config: Pick<Config, 'ports' | 'directories'>,
  { app, prepare, log, limits = usualLimits, connections = mostConnections }: Serving,
): Promise<Servers> {
  const directory = config.directories.tls;
  const pair = await mountedPair(directory);
  const fault = pair && pairFault(pair);
  if (fault) throw new ConfigurationRefused(fault);

  const plain = createServer(limits, app);
  const secure = createSecureServer({ ...limits, ...pair }, app);
  const all = [plain, secure];
  all.forEach(prepare);
  for (const server of all) server.maxConnections = connections;
  const api = await listen(plain, config.ports.api, 'GODOT_API_PORT');
  const listenSecurely = () => listen(secure, config.ports.tls, 'SPACETIME_TLS_PORT');
  const tls = pair ? await listenSecurely() : undefined;
  const renewed = (next: KeyPair) => {
    secure.setSecureContext({ ...next });
    if (!secure.listening) listenSecurely().catch((error: Error) => log.error(error.message));
  };
  const stop = onRenewal(directory, pair, { log, renewed });

  const closeIdle = () => {
    for (const server of all) server.closeIdleConnections();
  };
  return {
    ports: { api, tls },
    closeIdle,
    close: () => {
      stop();
      for (const server of all) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}
