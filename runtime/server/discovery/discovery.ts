import { createSocket, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import type { Config } from '../config.ts';
import { type Announcement, answerer } from './answer.ts';
import { broadcastAddresses } from './broadcast.ts';

/** The discovery port, while it is open. */
export interface Discovery {
  readonly port: number | undefined;
  readonly close: () => void;
}

const everyMilliseconds = 10_000;

/** Opens the discovery port in the configured mode. Rejects with a sentence that names the variable. */
export async function openDiscovery(
  config: Config,
  about: Announcement,
  now: () => number,
): Promise<Discovery> {
  if (config.discoveryMode === 'Disabled') return { port: undefined, close: () => {} };
  const socket = createSocket({ type: 'udp4', reuseAddr: false });
  await bind(socket, config.ports.discovery);
  const { answer, announcement } = answerer(about);
  // A datagram that cannot be sent is lost, as any may be.
  socket.on('error', () => {});
  socket.on('message', (datagram, { address, port }) => {
    const found = answer(datagram, address, now());
    if (found) socket.send(found, port, address);
  });
  const { port } = socket.address();
  const stop = config.discoveryMode === 'Broadcast' ? broadcast(socket, port, announcement) : () => {};
  const close = () => {
    stop();
    socket.close();
  };
  return { port, close };
}

function bind(socket: Socket, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', (cause) => {
      reject(
        new Error(`GODOT_DISCOVERY_PORT: cannot listen on UDP port ${port}, ${cause.message}.`, { cause }),
      );
    });
    socket.bind(port, resolve);
  });
}

/** Announces the world to every network that has a broadcast address, now and again; networks may come and go. */
function broadcast(socket: Socket, port: number, announcement: () => Buffer): () => void {
  socket.setBroadcast(true);
  const announce = () => {
    for (const address of broadcastAddresses(networkInterfaces())) socket.send(announcement(), port, address);
  };
  announce();
  const timer = setInterval(announce, everyMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
