import { bodyBytes } from '../../shared/presence/poseBody.ts';
import type { Identity } from './resume.ts';

/** Whose connection a visitor has: this pod's, or that of the pod with this id. */
export type Home = string;
export const here: Home = 'here';

/** A visitor as this pod knows them. `number` and `body` are what frames carry. */
export interface Visitor extends Identity {
  readonly number: number;
  readonly home: Home;
  /** Since when the connection is lost, in milliseconds. */
  readonly awaySince: number | undefined;
  /** The page's clock at its last pose. */
  readonly milliseconds: number;
  readonly body: Uint8Array;
  /** Nobody knows where they are before their first pose. */
  readonly isPlaced: boolean;
}

/** Everybody in a room, wherever their connection is. Each id is there once. Times are in milliseconds. */
export interface Roster {
  readonly all: () => Iterable<Visitor>;
  readonly get: (id: string) => Visitor | undefined;
  /** Lets somebody in, or back in. Nothing when the same visitor is there by a later connection. */
  readonly enter: (who: Identity, home: Home) => Visitor | undefined;
  /** Notes that a connection is lost; nothing when the visitor has a later one. */
  readonly lose: (who: Pick<Identity, 'id' | 'turn'>, home: Home, now: number) => Visitor | undefined;
  readonly leave: (who: Pick<Identity, 'id' | 'turn'>, home: Home) => Visitor | undefined;
  readonly rename: (id: string, name: string) => Visitor | undefined;
  readonly move: (id: string, milliseconds: number, body: Uint8Array) => void;
  /** Takes out those who were away too long, and gives them. */
  readonly sweep: (now: number) => readonly Visitor[];
  /** Those who moved since this was asked last. */
  readonly takeMoved: () => readonly Visitor[];
}

/** How long a visitor may be away and still come back as the same. */
const usualGraceMilliseconds = 10_000;
const numbers = 65_536;

type Kept = { -readonly [Name in keyof Visitor]: Visitor[Name] };

/** An empty room. */
export function roster(graceMilliseconds = usualGraceMilliseconds): Roster {
  const visitors = new Map<string, Kept>();
  const taken = new Set<number>();
  const moved = new Set<Kept>();
  let last = -1;

  // Numbers go round, so that one which was just given up does not mean somebody else at once.
  const freeNumber = () => {
    do last = (last + 1) % numbers;
    while (taken.has(last));
    taken.add(last);
    return last;
  };
  const owned = ({ id, turn }: Pick<Identity, 'id' | 'turn'>, home: Home) => {
    const found = visitors.get(id);
    return found?.turn === turn && found.home === home ? found : undefined;
  };
  const remove = (visitor: Kept) => {
    visitors.delete(visitor.id);
    taken.delete(visitor.number);
    moved.delete(visitor);
  };

  return {
    all: () => visitors.values(),
    get: (id) => visitors.get(id),
    enter: ({ id, name, turn }, home) => {
      const known = visitors.get(id);
      if (known && !comesLater({ turn, home }, known)) return undefined;
      const visitor = known ?? { ...newcomer(), number: freeNumber(), id, name, turn, home };
      Object.assign(visitor, { name, turn, home, awaySince: undefined });
      visitors.set(id, visitor);
      return visitor;
    },
    lose: (who, home, now) => {
      const found = owned(who, home);
      if (!found || found.awaySince !== undefined) return undefined;
      found.awaySince = now;
      return found;
    },
    leave: (who, home) => {
      const found = owned(who, home);
      if (found) remove(found);
      return found;
    },
    rename: (id, name) => {
      const found = visitors.get(id);
      if (found) found.name = name;
      return found;
    },
    move: (id, milliseconds, body) => {
      const found = visitors.get(id);
      if (!found) return;
      found.body.set(body);
      found.milliseconds = milliseconds;
      found.isPlaced = true;
      moved.add(found);
    },
    sweep: (now) => {
      const gone = [...visitors.values()].filter(
        ({ awaySince }) => awaySince !== undefined && now - awaySince >= graceMilliseconds,
      );
      gone.forEach(remove);
      return gone;
    },
    takeMoved: () => {
      const those = [...moved];
      moved.clear();
      return those;
    },
  };
}

const newcomer = () => ({
  awaySince: undefined,
  milliseconds: 0,
  body: new Uint8Array(bodyBytes),
  isPlaced: false,
});

/** Another pod may tell again what it told before; else a connection counts when it is a later one. */
const comesLater = (claim: Pick<Visitor, 'turn' | 'home'>, known: Visitor) =>
  claim.turn > known.turn || (claim.turn === known.turn && claim.home === known.home && claim.home !== here);
