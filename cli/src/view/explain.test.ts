import { aHeld, aRelease, aSpaceTime, names, noon } from '../../test/aSpaceTime.ts';
import { explainLines } from './explain.ts';
import { noColors } from './paint.ts';

const explained = (world: ReturnType<typeof aSpaceTime>, revision: string = names.candidate) =>
  explainLines({ world, revision, replayed: [], now: noon }, noColors).join('\n');

it('a held revision is explained by its evidence, the sums, the checks, and what can be done', () => {
  const world = aSpaceTime({
    phase: 'RolledBack',
    candidateRevision: undefined,
    heldRevisions: [aHeld()],
    release: aRelease({ phase: 'RolledBack' }),
  });
  expect(explained(world)).toBe(`\
3 dddd555555 of worlds/plaza: held since 2 h ago, when it failed in Canary

ErrorRateWorse: The candidate failed 9 of 120 (7.5 %) requests, the stable 2 of 400 (0.5 %).
  MEASURE            STABLE         CANDIDATE  LIMIT
  errors   2 of 400 (0.5 %)  9 of 120 (7.5 %)    1 %  by chance once in 9,000

verdict Continue (NoWorse), 3 s ago: 120 answers of the candidate, no worse than the stable.

  BAD OF ALL            STABLE         CANDIDATE  EVIDENCE (ln e)  LIMIT
  errors      2 of 400 (0.5 %)  9 of 120 (7.5 %)            12.30   9.21

     CHECK  RESULT             TOOK
  ✓  smoke  Passed              5 s
  ✗  load   Failed (Advisory)        mean 212 ms, limit 100 ms

what differs   kubectl spacetime diff -n worlds plaza stable dddd555555
try it again   kubectl spacetime retry -n worlds plaza
false alarm    kubectl spacetime promote -n worlds plaza dddd555555`);
});

it('a held revision that the spec no longer asks for cannot be tried again, nor promoted', () => {
  const world = aSpaceTime({ desiredRevision: names.stable, heldRevisions: [aHeld()] });
  expect(explained(world)).not.toMatch(/retry|promote/);
});

it('of a revision of long ago it says when it had users, and that no more is kept', () => {
  const [candidate, stable, old] = aSpaceTime().status?.revisions ?? [];
  const times = { promotedAt: '2026-02-27T12:00:00.000Z', settledAt: '2026-02-27T13:00:00.000Z' };
  const revisions = [candidate, stable, old && { ...old, ...times }].filter((one) => one !== undefined);
  expect(explained(aSpaceTime({ revisions }), names.old)).toBe(`\
1 bbbb222222 of worlds/plaza: Retired, all users 2 d ago, settled 47 h ago

Nothing more is kept about it: only the release in flight, the last one and what is held.`);
});
