import { revisionPattern } from '../../operator/src/rollout/revision.ts';
import type { Objects } from '../harness/objects.ts';

/** The objects of a world without those of revisions but the stable one: what remains of earlier releases comes and goes. */
export const withoutOtherRevisions = (objects: Objects, world: string, stable: string): Objects =>
  new Map([...objects].filter(([name]) => [undefined, stable].includes(revisionIn(name, world))));

/** The revision that an object is of, by its name, such as pods/WORLD-REVISION-5d8f9c-48c4w. */
function revisionIn(name: string, world: string): string | undefined {
  const [, rest = ''] = name.split(`/${world}-`);
  const [first = ''] = rest.split('-');
  return revisionPattern.test(first) ? first : undefined;
}
