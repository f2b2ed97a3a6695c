import { baking, canary, first, preparing, stable } from '../../test/aRollout.ts';
import { aHold, aPod, aReading, aTrial, revisions, waiting } from '../../test/builders.ts';
import type { Pod } from '../kube/types.ts';
import { beginDrill, type Drill } from '../rollout/drill.ts';
import type { Rollout } from '../rollout/rollout.ts';
import type { Observed } from './observed.ts';
import { podActions } from './podActions.ts';

const { a, b, c } = revisions;
const rollingBack: Rollout = { phase: 'RollingBack', ...aTrial(), hold: aHold() };
const failing = (name: string, revision: string = b) =>
  aPod({ name, revision, ready: false, state: waiting('ErrImagePull') });

function actions(pods: readonly Pod[], rollout: Rollout, drill?: Drill) {
  const { drain, replace } = podActions({ pods } as Observed, rollout, drill);
  const names = (all: readonly Pod[]) => all.map(({ metadata }) => metadata.name);
  return { drain: names(drain), replace: names(replace) };
}

describe('a candidate that is undone', () => {
  it('is told to drain, in every pod that can hear it', () => {
    const pods = [
      aPod({ name: 'p1' }),
      aPod({ name: 'p2', ready: false }),
      aPod({ name: 'p3', deleted: true }),
      aPod({ name: 'p4', revision: a }),
    ];
    expect(actions(pods, rollingBack)).toEqual({ drain: ['p1'], replace: [] });
  });

  it.each([preparing, canary, baking])('is the only one, and not in $phase', (rollout) => {
    expect(actions([aPod(), aPod({ name: 'p4', revision: a })], rollout).drain).toEqual([]);
  });
});

describe('a revision that nobody asks for any more', () => {
  const pods = [aPod({ name: 'p1', revision: a }), aPod({ name: 'p2' }), aPod({ name: 'p3', revision: c })];

  it('is told to drain when another takes the place of its trial, or when the bake of the next is over', () => {
    expect(actions(pods, { ...preparing, candidate: c }).drain).toEqual(['p2']);
    expect(actions(pods, { phase: 'Stable', stable: b }).drain).toEqual(['p1', 'p3']);
  });

  it('is left alone where it is not known who is stable', () => {
    for (const rollout of [{ phase: 'Pending' }, first] as const)
      expect(actions(pods, rollout).drain).toEqual([]);
  });
});

describe('pods without an image', () => {
  it('are tried anew while a candidate is prepared', () => {
    const pods = [failing('p1'), failing('p2'), aPod({ name: 'p3' }), failing('p4', a)];
    expect(actions(pods, preparing)).toEqual({ drain: [], replace: ['p1', 'p2'] });
  });

  it.each([canary, baking, rollingBack, stable])('are left to the kubelet in $phase', (rollout) => {
    expect(actions([failing('p1')], rollout).replace).toEqual([]);
  });
});

describe('pods of a drill', () => {
  const drill = beginDrill('MissingImage', c, a, aReading());
  const pods = [failing('p1', c), aPod({ name: 'p2', revision: c }), aPod({ name: 'p3' })];

  it('are tried anew like those of a release, and not told to drain before it is over', () => {
    expect(actions(pods, stable, drill)).toEqual({ drain: ['p3'], replace: ['p1'] });
    expect(actions(pods, stable)).toEqual({ drain: ['p2', 'p3'], replace: [] });
  });
});
