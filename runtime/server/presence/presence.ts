import type { ToPage } from '../../shared/presence/control.ts';
import type { AddressOf } from '../access/address.ts';
import type { Tickets } from '../access/tickets.ts';
import type { Database } from '../database/database.ts';
import { admit } from './page.ts';
import { type PageSockets, pageSockets } from './pageSockets.ts';
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

/** What the world shows. */
export type Scene = Extract<ToPage, { type: 'scene' }>['scene'];

/** Who is in the world, and the sockets at `/presence` on which pages tell and hear it. */
export interface Presence extends PageSockets {
  readonly room: Pick<Room, 'visitors' | 'say'>;
  /** Tells every page of this pod what the world shows now, and later ones when they come. */
  readonly show: (scene: Scene) => void;
  /** What it showed last. */
  readonly scene: () => Scene | undefined;
  /** Frames that were left out for pages that do not read fast enough. */
  readonly skippedFrames: () => number;
}

/** Opens an empty world. */
export function openPresence({ database, graceMilliseconds, ...around }: Around): Presence {
  const world = room({ changed: () => {}, moved: () => {} }, graceMilliseconds);
  let scene: Scene | undefined;
  let skipped = 0;
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
    scene: () => scene,
    skippedFrames: () => skipped,
    close: () => {
      world.close();
      pages.close();
    },
  };
}
