import type { Cluster } from '../../harness/cluster.ts';
import type { BenchDatabase } from '../database.ts';
import type { System } from '../system.ts';
import { argoRollouts } from './argoRollouts.ts';
import { flagger } from './flagger.ts';
import { spaceTime } from './spacetime.ts';

/** Every system in every setting, or those of one name. Throws a sentence for a name that none has. */
export function systemsOf(
  cluster: Cluster,
  database: BenchDatabase,
  name: string | undefined,
): readonly System[] {
  const all = [
    spaceTime(cluster, database),
    ...argoRollouts(cluster, database),
    ...flagger(cluster, database),
  ];
  const found = all.filter((system) => name === undefined || system.name === name);
  if (found.length === 0)
    throw new Error(
      `PEER is ${name}, but must be one of ${[...new Set(all.map((one) => one.name))].join(', ')}.`,
    );
  return found;
}
