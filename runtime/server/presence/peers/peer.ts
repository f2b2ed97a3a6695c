import type { RawData, WebSocket } from 'ws';
import { eachInFrame, frame } from '../../../shared/presence/frame.ts';
import { bodyBytes } from '../../../shared/presence/poseBody.ts';
import type { Change, Room } from '../room.ts';
import { here, type Visitor } from '../roster.ts';
import { seat } from '../seat.ts';
import type { Take } from './handshake.ts';
import { PeerMessage, type Told } from './message.ts';

/** Another pod, while the connection to it is there. */
export interface Peer {
  readonly changed: (change: Change) => void;
  readonly moved: (visitors: readonly Visitor[]) => void;
  /** Takes what the other pod says. */
  readonly take: Take;
  /** The connection is lost; its visitors may still come back, here or there. */
  readonly lost: () => void;
  readonly end: () => void;
}

/** Tells another pod about the visitors of this one, and the room about those of the other. */
export function peer(pod: string, socket: WebSocket, room: Room): Peer {
  const place = seat(socket);
  const told = new Map<number, Pick<Told, 'id' | 'turn'>>();
  const tell = (message: PeerMessage) => place.say(JSON.stringify(message));
  const show = (visitors: readonly Visitor[]) => {
    const now = performance.now();
    place.show(
      frame(visitors, 0, now),
      () =>
        frame(
          own(room).filter(({ isPlaced }) => isPlaced),
          0,
          now,
        ),
      now,
    );
  };
  const words = hearing(pod, room, told);
  tell({ type: 'visitors', visitors: own(room).map(inWords) });
  show(own(room).filter(({ isPlaced }) => isPlaced));
  return {
    changed: ({ type, visitor }) => tell({ type, visitor: inWords(visitor) }),
    moved: show,
    take: (data, isBinary) => {
      if (!isBinary) return words(PeerMessage.parse(JSON.parse(String(data))));
      const bytes = asBytes(data);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      eachInFrame(view, (number, milliseconds, body) => {
        const who = told.get(number);
        if (who && room.get(who.id)?.home === pod)
          room.move(who.id, milliseconds, bytes.subarray(body, body + bodyBytes));
      });
    },
    lost: () => {
      for (const who of told.values()) room.lose(who, pod);
    },
    end: () => socket.terminate(),
  };
}

const own = (room: Room) => [...room.visitors()].filter(({ home }) => home === here);

const inWords = ({ id, name, turn, number, awaySince }: Visitor): Told => ({
  id,
  name,
  turn,
  number,
  away: awaySince !== undefined,
});

/** Does in the room what another pod tells. A visitor who has come here meanwhile stays. */
function hearing(pod: string, room: Room, told: Map<number, Pick<Told, 'id' | 'turn'>>) {
  const enter = (visitor: Told) => {
    told.set(visitor.number, visitor);
    room.enter(visitor, pod);
    if (visitor.away) room.lose(visitor, pod);
  };
  const all = (visitors: readonly Told[]) => {
    told.clear();
    visitors.forEach(enter);
    const present = new Set(visitors.map(({ id }) => id));
    for (const one of [...room.visitors()])
      if (one.home === pod && !present.has(one.id)) room.leave(one, pod);
  };
  const acts: Record<Change['type'], (visitor: Told) => void> = {
    join: enter,
    away: (visitor) => room.lose(visitor, pod),
    leave: (visitor) => {
      told.delete(visitor.number);
      room.leave(visitor, pod);
    },
    name: ({ id, name }) => {
      if (room.get(id)?.home === pod) room.rename(id, name);
    },
  };
  return (message: PeerMessage): void => {
    if (message.type === 'visitors') all(message.visitors);
    else acts[message.type](message.visitor);
  };
}

const asBytes = (data: RawData): Uint8Array =>
  Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? new Uint8Array(data) : data;
