import { randomUUID } from 'node:crypto';
import { WebSocket, WebSocketServer } from 'ws';
import type { Upgrade } from '../../upgrades.ts';
import { keepAlive } from '../keepAlive.ts';
import type { Outside, Room } from '../room.ts';
import { type Shaking, shakeHands } from './handshake.ts';
import { type Peer, peer } from './peer.ts';
import type { Pod } from './pods.ts';

/** The other pods of a world, as far as they are connected. */
export interface Peers extends Outside {
  readonly id: string;
  readonly upgrade: Upgrade;
  /** Connects to those that this pod is to call; of two pods the one with the lower id calls. */
  readonly meet: (pods: readonly Pod[]) => void;
  readonly connected: () => readonly string[];
  readonly close: () => void;
}

const mostBytes = 8 * 1024 * 1024;
const mostStrangers = 32;
const dialMilliseconds = 5000;
const heartbeatMilliseconds = 5000;

/** Knows no other pod yet. `room` is where their visitors go. */
export function peers(room: () => Room, key: () => Promise<Buffer>): Peers {
  const id = randomUUID();
  const links = new Map<string, Peer>();
  const dialling = new Set<string>();
  const strangers = new Set<WebSocket>();
  const settings = { maxPayload: mostBytes, perMessageDeflate: false } as const;
  const server = new WebSocketServer({ ...settings, noServer: true });

  const shake = (socket: WebSocket, side: Shaking['side'], worldKey: Buffer) => {
    keepAlive(socket, heartbeatMilliseconds);
    shakeHands(socket, {
      self: id,
      key: worldKey,
      side,
      proven: (pod) => {
        strangers.delete(socket);
        links.get(pod)?.end();
        const link = peer(pod, socket, room());
        links.set(pod, link);
        socket.once('close', () => {
          if (links.get(pod) !== link) return;
          links.delete(pod);
          link.lost();
        });
        return link.take;
      },
    });
  };
  const dial = async (pod: Pod) => {
    const worldKey = await key();
    const socket = new WebSocket(pod.address, { ...settings, handshakeTimeout: dialMilliseconds });
    socket.on('error', () => socket.terminate());
    socket.once('close', () => dialling.delete(pod.id));
    socket.once('open', () => shake(socket, 'dialled', worldKey));
  };

  return {
    id,
    upgrade: (req, connection, head) =>
      void key()
        .then((worldKey) =>
          server.handleUpgrade(req, connection, head, (socket) => {
            socket.on('error', () => socket.terminate());
            if (strangers.size >= mostStrangers) return socket.terminate();
            strangers.add(socket);
            socket.once('close', () => strangers.delete(socket));
            shake(socket, 'accepted', worldKey);
          }),
        )
        .catch(() => connection.destroy()),
    meet: (pods) => {
      for (const pod of pods) {
        if (id >= pod.id || dialling.has(pod.id)) continue;
        dialling.add(pod.id);
        void dial(pod).catch(() => dialling.delete(pod.id));
      }
    },
    changed: (change) => {
      for (const link of links.values()) link.changed(change);
    },
    moved: (visitors) => {
      for (const link of links.values()) link.moved(visitors);
    },
    connected: () => [...links.keys()],
    close: () => {
      for (const link of links.values()) link.end();
      server.close();
    },
  };
}
