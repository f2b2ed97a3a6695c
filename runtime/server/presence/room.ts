import type { Member, ToPage } from '../../shared/presence/control.ts';
import { frame } from '../../shared/presence/frame.ts';
import { closing } from '../../shared/presence/protocol.ts';
import type { Identity } from './resume.ts';
import { type Home, here, roster, type Visitor } from './roster.ts';
import type { Seat } from './seat.ts';
import { ticks } from './ticks.ts';

/** Something that happened to a visitor. */
export interface Change {
  readonly type: 'join' | 'away' | 'leave' | 'name';
  readonly visitor: Visitor;
}

/** Other pods, which hear of the visitors of this one. */
export interface Outside {
  readonly changed: (change: Change) => void;
  readonly moved: (visitors: readonly Visitor[]) => void;
}

/** Visitors who see each other. What is done with a visitor is told to every page that sits here. Times are in milliseconds. */
export interface Room {
  readonly visitors: () => Iterable<Visitor>;
  readonly get: (id: string) => Visitor | undefined;
  readonly enter: (who: Identity, home: Home) => Visitor | undefined;
  readonly lose: (who: Pick<Identity, 'id' | 'turn'>, home: Home) => void;
  readonly leave: (who: Pick<Identity, 'id' | 'turn'>, home: Home) => void;
  readonly rename: (id: string, name: string) => void;
  readonly move: (id: string, milliseconds: number, body: Uint8Array) => void;
  /** Lets a page of this pod hear what happens. It gives the seat up when the visitor comes back by another connection. */
  readonly sit: (id: string, seat: Seat) => void;
  readonly stand: (id: string, seat: Seat) => void;
  /** Tells all pages of this pod something, or the one of a visitor. */
  readonly say: (message: ToPage, id?: string) => void;
  /** Shows a newcomer where everybody is. */
  readonly showEverybody: (seat: Seat) => void;
  readonly close: () => void;
}

/** A page that hears nothing for longer than a few of these takes its connection for lost. */
const quietMilliseconds = 4500;

/** What a page is told about a visitor. */
export const member = ({ id, number, name, awaySince }: Visitor): Member => ({
  id,
  number,
  name,
  away: awaySince !== undefined,
});

/** An empty room. `outside` hears of the visitors whose home is here. */
export function room(outside: Outside, graceMilliseconds?: number): Room {
  const guests = roster(graceMilliseconds);
  const seats = new Map<string, Seat>();
  let tick = 0;
  let lastShown = 0;

  const say = (message: ToPage, id?: string) => {
    const text = JSON.stringify(message);
    if (id !== undefined) return seats.get(id)?.say(text);
    for (const seat of seats.values()) seat.say(text);
  };
  const announce = (type: Change['type'], visitor: Visitor | undefined) => {
    if (!visitor) return;
    say(inWords({ type, visitor }));
    if (visitor.home === here) outside.changed({ type, visitor });
  };
  const everybody = (now: number) => frame([...guests.all()].filter(isShown), tick, now);

  const show = (now: number) => {
    for (const gone of guests.sweep(now)) announce('leave', gone);
    const moved = guests.takeMoved();
    if (moved.length === 0 && now - lastShown < quietMilliseconds) return;
    tick += 1;
    lastShown = now;
    const own = moved.filter(({ home }) => home === here);
    if (own.length > 0) outside.moved(own);
    let full: Uint8Array | undefined;
    const whole = () => {
      full ??= everybody(now);
      return full;
    };
    const bytes = frame(moved, tick, now);
    for (const seat of seats.values()) seat.show(bytes, whole, now);
  };
  const { wake, close } = ticks(show);

  return {
    visitors: guests.all,
    get: guests.get,
    enter: (who, home) => {
      const visitor = guests.enter(who, home);
      if (visitor && seats.has(who.id)) replace(seats, who.id);
      announce('join', visitor);
      return visitor;
    },
    lose: (who, home) => announce('away', guests.lose(who, home, performance.now())),
    leave: (who, home) => announce('leave', guests.leave(who, home)),
    rename: (id, name) => announce('name', guests.rename(id, name)),
    move: (id, milliseconds, body) => {
      guests.move(id, milliseconds, body);
      wake();
    },
    sit: (id, seat) => void seats.set(id, seat),
    stand: (id, seat) => {
      if (seats.get(id) === seat) seats.delete(id);
    },
    say,
    showEverybody: (seat) => {
      const now = performance.now();
      seat.show(everybody(now), () => everybody(now), now);
    },
    close,
  };
}

const isShown = ({ isPlaced, awaySince }: Visitor) => isPlaced && awaySince === undefined;

function replace(seats: Map<string, Seat>, id: string): void {
  seats.get(id)?.close(closing.replaced, 'This visitor came from another page.');
  seats.delete(id);
}

function inWords({ type, visitor }: Change): ToPage {
  const { id, name } = visitor;
  switch (type) {
    case 'join':
      return { type, member: member(visitor) };
    case 'name':
      return { type, id, name };
    case 'away':
    case 'leave':
      return { type, id };
  }
}
