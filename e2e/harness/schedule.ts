import type { ConnectionKind } from './answer.ts';

/** Pages that a visitor asks for, one after the other. `scene` stands for the scene that /world last named. */
const asked = ['/', '/world', 'scene'] as const;
type Asked = (typeof asked)[number];

/** Visitors who keep their connection, and how many requests each makes before another takes its place. */
const keepers = 10;
const requestsOfKeeper = 10;

/** One request of the plan. */
export interface Visit {
  /** Milliseconds after the start of the load. */
  readonly after: number;
  readonly connection: ConnectionKind;
  /** Who asks: requests of one keeper share a connection. */
  readonly visitor: number;
  /** Whether the visitor leaves after this request. */
  readonly last: boolean;
  readonly asked: Asked;
}

/**
 * The request number `i` of the plan: when it goes out follows from `perSecond` alone, never from earlier answers. Every
 * other one comes with a new connection; of the others one in ten is its visitor's last, so that kept connections are
 * renewed evenly.
 */
export function visit(i: number, perSecond: number): Visit {
  const after = (i * 1000) / perSecond;
  const turn = Math.floor(i / 2);
  const page = asked[turn % asked.length] ?? '/';
  if (i % 2 === 0) return { after, connection: 'New', visitor: i, last: true, asked: page };
  const keeper = turn % keepers;
  const round = Math.floor(turn / keepers) + keeper;
  return {
    after,
    connection: 'Kept',
    visitor: keeper,
    last: round % requestsOfKeeper === requestsOfKeeper - 1,
    asked: page,
  };
}
