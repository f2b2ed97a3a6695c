import { isIPv6 } from 'node:net';
import type { ToPage } from '../../shared/presence/control.ts';
import type { AddressOf } from '../access/address.ts';
import type { Tickets } from '../access/tickets.ts';
import type { Database } from '../database/database.ts';
import { admit } from './page.ts';
import { type PageSockets, pageSockets } from './pageSockets.ts';
import { type Finding, meetPods } from './peers/meetPods.ts';
import { type Peers, peers } from './peers/peers.ts';
import { type Room, room } from './room.ts';
import { worldKey } from './worldKey.ts';

/** What presence works with. */
export interface Around {
  readonly tickets: Pick<Tickets, 'redeem'>;
  readonly addressOf: AddressOf;
  readonly database: Pick<Database, 'sql'>;
  /** How long a visitor may be away and come back as the same; ten seconds unless told. */
  readonly graceMilliseconds?: number;
}

/** Where other pods reach this one. */
interface PodAddress {
  readonly ip: string;
  readonly port: number;
  readonly revision: string;
}

/** What the world shows. */
export type Scene = Extract<ToPage, { type: 'scene' }>['scene'];

/** Who is in the world, and the sockets at `/presence` on which pages tell and hear it. */
export interface Presence extends Omit<PageSockets, 'close'> {
  readonly room: Pick<Room, 'visitors' | 'say'>;
  /** Tells every page of this pod what the world shows now, and later ones when they come. */
  readonly show: (scene: Scene) => void;
  /** Frames that were left out for pages that do not read fast enough. */
  readonly skippedFrames: () => number;
  /** The other pods, whose visitors are in the room too. */
  readonly peers: Pick<Peers, 'upgrade' | 'connected'>;
  /** Finds the other pods of the world from now on, and lets them find this one. */
  readonly meetPods: (finding: Finding, address: PodAddress) => void;
  readonly close: () => Promise<void>;
}

/** Opens an empty world. */
export function openPresence({ database, graceMilliseconds, ...around }: Around): Presence {
  const links = peers(() => world, worldKey(database, 'peers'));
  const world = room(links, graceMilliseconds);
  let scene: Scene | undefined;
  let skipped = 0;
  let leave = async () => {};
  const entrance = {
    room: world,
    key: worldKey(database, 'presence'),
    scene: (): ToPage | undefined => scene && { type: 'scene', scene },
    skipped: () => {
      skipped += 1;
    },
  };
  const pages = pageSockets(around, (socket) => admit(socket, entrance));
  return {
    ...pages,
    room: world,
    show: (next) => {
      scene = next;
      world.say({ type: 'scene', scene });
    },
    skippedFrames: () => skipped,
    peers: links,
    meetPods: (finding, { ip, port, revision }) => {
      const address = `ws://${isIPv6(ip) ? `[${ip}]` : ip}:${port}/presence/peers`;
      leave = meetPods(finding, { id: links.id, address, revision }, links.meet);
    },
    close: async () => {
      world.close();
      pages.close();
      links.close();
      await leave();
    },
  };
}
