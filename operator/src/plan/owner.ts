import type { SpaceTimeSpec } from '../api/spacetime.ts';

/** The SpaceTime that children belong to, as far as they need to know it. */
export interface Owner {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly generation: number;
  readonly spec: SpaceTimeSpec;
}

/** What the spec says of a database that the operator runs. */
export type ManagedDatabase = NonNullable<SpaceTimeSpec['database']['managed']>;
