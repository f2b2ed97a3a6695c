import { activeIn, type Version, versionIn } from './versions.ts';

const version = (stable: string, ...called: string[]): Version => ({ phase: 'Canary', stable, called });

it('reads from a line of a watch who has the users', () => {
  const revisions = [
    { name: 'a', state: 'Stable' },
    { name: 'b', state: 'Candidate' },
  ];
  const status = { phase: 'Canary', stableRevision: 'a', revisions };
  expect(versionIn(JSON.stringify({ type: 'MODIFIED', object: { status } }))).toEqual([version('a', 'a')]);
});

it('passes over lines without a status', () => {
  expect(['', 'half a li', '{"type":"BOOKMARK","object":{}}'].flatMap(versionIn)).toEqual([]);
});

it('counts changes of who has the users, and versions that name two', () => {
  expect(activeIn([version('a', 'a'), version('a', 'a'), version('b', 'b')])).toEqual({
    stableChanges: 1,
    twoStable: 0,
  });
  expect(activeIn([version('a', 'a', 'b'), version('a', 'b'), version('a')])).toEqual({
    stableChanges: 0,
    twoStable: 2,
  });
});
