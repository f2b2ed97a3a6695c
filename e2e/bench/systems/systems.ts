import type { Cluster } from '../../harness/cluster.ts';
import type { BenchDatabase } from '../database.ts';
import type { System } from '../system.ts';
import { argoRollouts } from './argoRollouts.ts';
import { flagger } from './flagger.ts';
import { spaceTime } from './spacetime.ts';

/** Every system in every setting, or those of one name or setting. Throws a sentence for one that none has. */
export function systemsOf(
  cluster: Cluster,
  database: BenchDatabase,
  name: string | undefined,
  setting: string | undefined,
): readonly System[] {
  const all = [
    spaceTime(cluster, database),
    ...argoRollouts(cluster, database),
    ...flagger(cluster, database),
  ];
  const named = chosen(all, 'name', name, 'PEER');
  return chosen(named, 'setting', setting, 'SETTING');
}

function chosen(
  systems: readonly System[],
  by: 'name' | 'setting',
  asked: string | undefined,
  variable: string,
): readonly System[] {
  if (asked === undefined) return systems;
  const found = systems.filter((system) => system[by] === asked);
  if (found.length > 0) return found;
  const all = [...new Set(systems.map((system) => system[by]))].join(', ');
  throw new Error(`${variable} is ${asked}, but must be one of ${all}.`);
}
