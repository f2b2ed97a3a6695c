import { killed } from './killedGoal.ts';
import { aTrial } from './trial.sample.ts';

const more = { kills: 50, killsInChecking: 30, killsInCanary: 20, mostSecondsWithoutLeader: 3 };
const bad = aTrial({ scenario: 'killed', failed: { new: 1, kept: 1 }, more });
const good = aTrial({
  scenario: 'killedGood',
  expected: 'Released',
  verdict: 'Released',
  failed: { new: 0, kept: 0 },
  more: { ...more, stableChanges: 1 },
});
const unharmed = [aTrial({ failed: { new: 2, kept: 1 } })];

it('tells of kills, in which phases they were, and that nothing came of them', () => {
  expect(killed.measure([bad, good], unharmed)).toEqual({
    text: '100 kills (Checking 60, Canary 40); 2 of 2 ended as they would; bad: p50 2 failed, without kills 3; good: 0 failed; empty 0 times, two 0 times; without a leader for at most 3 s',
    isKept: true,
  });
});

it.each([
  ['there were too few kills', [{ ...bad, more: { ...more, kills: 49 } }, good]],
  ['a release did not end as it would', [aTrial({ ...bad, verdict: 'Undecided' }), good]],
  ['a Service was empty', [{ ...bad, more: { ...more, emptyEndpoints: 1 } }, good]],
  ['two led', [{ ...bad, more: { ...more, twoWriters: 1 } }, good]],
  ['users got a bad release for good', [{ ...bad, more: { ...more, stableChanges: 1 } }, good]],
  ['users of a good release changed twice', [bad, { ...good, more: { ...more, stableChanges: 2 } }]],
  ['users of a good release failed', [bad, { ...good, failed: { new: 1, kept: 0 } }]],
  ['more users of a bad release failed', [{ ...bad, failed: { new: 4, kept: 0 } }, good]],
  ['nobody led for long', [{ ...bad, more: { ...more, mostSecondsWithoutLeader: 6 } }, good]],
])('is missed when %s', (_, trials) => {
  expect(killed.measure(trials, unharmed)?.isKept).toBe(false);
});
