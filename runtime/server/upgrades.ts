import type { IncomingMessage, Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Config } from './config.ts';

/** Takes over a connection that asks to become a WebSocket. */
export type Upgrade = (req: IncomingMessage, connection: Duplex, head: Buffer) => void;

/**
 * Gives each connection that asks to become a WebSocket to whoever answers its path: 404 for others. Pages of another origin are
 * 403, because they must not speak in the name of a visitor of theirs; programs without an origin may.
 */
export function upgrades(
  config: Pick<Config, 'corsOrigins'>,
  paths: Readonly<Record<string, Upgrade>>,
): (server: Server | SecureServer) => void {
  return (server) => {
    server.on('upgrade', (req: IncomingMessage, connection: Duplex, head: Buffer) => {
      connection.on('error', () => connection.destroy());
      const path = req.url?.split('?')[0] ?? '';
      const upgrade = Object.hasOwn(paths, path) ? paths[path] : undefined;
      if (!upgrade) return refuseUpgrade(connection, '404 Not Found');
      if (!isOwnOrigin(req, config)) return refuseUpgrade(connection, '403 Forbidden');
      upgrade(req, connection, head);
    });
  };
}

/** Ends a connection with a status instead of a WebSocket. */
export function refuseUpgrade(connection: Duplex, status: string): void {
  connection.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function isOwnOrigin(
  { headers: { host, origin } }: IncomingMessage,
  { corsOrigins }: Pick<Config, 'corsOrigins'>,
) {
  if (origin === undefined || corsOrigins.includes(origin)) return true;
  return URL.parse(origin)?.host === host;
}
