type Place = readonly number[];

/** Where somebody is, in metres of the world; hands only while they are tracked. */
export interface Seen {
  readonly id: string;
  readonly name: string;
  readonly away: boolean;
  readonly head?: Place;
  readonly left?: Place;
  readonly right?: Place;
}

/** What anybody may ask in the browser's console, under the name `spacetime`. It changes nothing. */
export interface Insight {
  readonly self: () => {
    readonly id: string | undefined;
    readonly feet: Place;
    readonly head: Place;
    readonly yaw: number;
    readonly left?: Place;
    readonly right?: Place;
  };
  readonly others: () => readonly Seen[];
  /** Milliseconds of a frame that 95 of 100 keep below: this page's own work, and with drawing; and what was drawn. */
  readonly cost: () => {
    readonly ownP95: number;
    readonly allP95: number;
    readonly drawCalls: number;
    readonly triangles: number;
  };
}
