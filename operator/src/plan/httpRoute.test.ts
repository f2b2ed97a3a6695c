import { baking, canary, checking, first, preparing, promoting, stable } from '../../test/aRollout.ts';
import { aRoute, aRoutedOwner, weightsOf } from '../../test/aRoute.ts';
import { aHold, aTrial, revisions } from '../../test/builders.ts';
import type { Rollout } from '../rollout/rollout.ts';

const { a, b } = revisions;
const [ofStable, ofCandidate] = [`plaza-${a}-users`, `plaza-${b}-users`];
const draining: Rollout = { phase: 'RollingBack', ...aTrial(), hold: aHold() };

it.each<[Rollout, number, object]>([
  [{ phase: 'Pending' }, 0, { plaza: 100 }],
  [first, 0, { plaza: 100 }],
  [stable, 0, { [ofStable]: 100 }],
  [preparing, 0, { [ofStable]: 100 }],
  [checking, 0, { [ofStable]: 100 }],
  [canary, 1, { [ofStable]: 99, [ofCandidate]: 1 }],
  [canary, 0, { [ofStable]: 100, [ofCandidate]: 0 }],
  [promoting, 50, { [ofStable]: 50, [ofCandidate]: 50 }],
  [baking, 100, { [ofStable]: 0, [ofCandidate]: 100 }],
  [draining, 0, { [ofStable]: 100, [ofCandidate]: 0 }],
  [{ phase: 'RolledBack', stable: a, hold: aHold() }, 0, { [ofStable]: 100 }],
])('in $phase it names who has users, with weights that are exact', (rollout, percent, expected) => {
  expect(weightsOf(aRoute(rollout, percent))).toEqual(expected);
});

it('cuts no WebSocket off, however long it lasts', () => {
  expect(aRoute(stable, 0).spec.rules).toMatchObject([{ timeouts: { request: '0s' } }]);
});

it('is attached where the spec says, for its host names', () => {
  const parentRefs = [{ kind: 'ListenerSet', name: 'plaza', sectionName: 'https' }, { name: 'public' }];
  const hostnames = ['plaza.example.com', '*.plaza.example.com'];
  const owner = aRoutedOwner({ exposure: { hostnames, gateway: { parentRefs } } });
  expect(aRoute(stable, 0, owner).spec).toMatchObject({
    hostnames,
    parentRefs: [parentRefs[0], { kind: 'Gateway', name: 'public' }],
  });
});
