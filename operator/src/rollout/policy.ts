import type { SpaceTimeSpec } from '../api/spacetime.ts';

/** The part of the spec that decides about releases; read anew at each decision, so that it may change while one runs. */
export type Policy = Pick<SpaceTimeSpec, 'replicas' | 'rollout' | 'exposure'>;
