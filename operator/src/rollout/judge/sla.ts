import type { SpaceTimeSpec } from '../../api/spacetime.ts';

/** Absolute bounds; a rollback also needs the stable to keep them. */
export type Sla = Omit<SpaceTimeSpec['rollout']['sla'], 'maxMemory'> & {
  readonly maxMemoryBytes: number;
  /** Time within which growing memory may not reach its limit. */
  readonly bakeSeconds: number;
};
