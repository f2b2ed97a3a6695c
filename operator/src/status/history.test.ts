import { baking, canary, preparing, stable } from '../../test/aRollout.ts';
import { inRelease, wantedFor } from '../../test/aSituation.ts';
import { after, aHold, anOwner, aRecorded, noon, revisions } from '../../test/builders.ts';
import type { RevisionRecord } from '../api/status/history.ts';
import { parseStatus } from '../api/status.ts';
import type { Wanted } from '../plan/desired.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { revisionHistory } from './history.ts';

const { a, b, c } = revisions;
const input = (fields: object) => JSON.stringify(fields);
const records = [
  aRecorded(a, { number: 1, input: input({ image: 'x:1', env: [1], drainSeconds: 5 }) }),
  aRecorded(b, { number: 2, input: input({ image: 'x:2', env: [1], tls: {} }), changeCause: 'Better' }),
];

const historyOf = (
  rollout: Rollout,
  {
    before = [],
    was,
    imageIDs = new Map(),
    now = noon,
    ...more
  }: Partial<Wanted> & {
    before?: readonly RevisionRecord[];
    was?: string;
    imageIDs?: ReadonlyMap<string, string>;
    now?: Date;
  } = {},
) =>
  revisionHistory(
    wantedFor(inRelease(rollout), { records, ...more }),
    { revisions: before, ...(was && { stableRevision: was }) },
    imageIDs,
    now,
  );

it('shows the newest first, with what changed in each', () => {
  expect(historyOf(canary)).toMatchObject([
    {
      name: b,
      number: 2,
      state: 'Candidate',
      changes: ['drainSeconds', 'image', 'tls'],
      changeCause: 'Better',
    },
    { name: a, number: 1, state: 'Stable', changes: [] },
  ]);
});

it.each<[string, Rollout, string[]]>([
  ['a candidate', preparing, ['Candidate', 'Stable']],
  ['a bake', baking, ['Candidate', 'Warm']],
  ['a revision that waits', stable, ['Retired', 'Stable']],
  ['the revision before', { phase: 'Stable', stable: b }, ['Stable', 'Retired']],
])('calls each by what it is now: %s', (_, rollout, states) => {
  expect(historyOf(rollout).map(({ state }) => state)).toEqual(states);
});

it('calls a rejected revision held', () => {
  const rolledBack: Rollout = { phase: 'RolledBack', stable: a, hold: aHold() };
  expect(historyOf(rolledBack, { held: new Map([[b, '']]) })[0]?.state).toBe('Held');
});

it('remembers when a revision first had all users and when its bake was over', () => {
  const [baked] = historyOf(baking);
  expect(baked).toMatchObject({ promotedAt: noon.toISOString() });
  expect(baked).not.toHaveProperty('settledAt');
  const [settled] = historyOf({ phase: 'Stable', stable: b }, { before: historyOf(baking), now: after(600) });
  expect(settled).toMatchObject({ promotedAt: noon.toISOString(), settledAt: after(600).toISOString() });
  const later = historyOf(
    { phase: 'Stable', stable: b },
    { before: settled ? [settled] : [], was: b, now: after(9999) },
  );
  expect(later[0]).toEqual(settled);
});

it('remembers since when users have a revision, also one that they come back to', () => {
  const since = (rollout: Rollout, was: string) =>
    historyOf(rollout, { before: historyOf({ phase: 'Stable', stable: a }), was, now: after(60) }).map(
      ({ servedSince }) => servedSince,
    );
  expect(since({ phase: 'Stable', stable: a }, a)).toEqual([undefined, noon.toISOString()]);
  expect(since(canary, a)).toEqual([undefined, noon.toISOString()]);
  expect(since(baking, a)).toEqual([after(60).toISOString(), noon.toISOString()]);
  expect(since({ phase: 'Stable', stable: a }, b)).toEqual([undefined, after(60).toISOString()]);
});

it('keeps the digest that was seen first', () => {
  const [first] = historyOf(canary, { imageIDs: new Map([[b, 'sha256:1']]) });
  expect(first?.imageID).toBe('sha256:1');
  const [later] = historyOf(canary, { before: first ? [first] : [], imageIDs: new Map([[b, 'sha256:2']]) });
  expect(later?.imageID).toBe('sha256:1');
});

it('shows what users have, however many were asked for since', () => {
  const others = Array.from({ length: 22 }, (_, i) =>
    aRecorded(`${'bcdfghjklm'[i % 10]}${i < 10 ? 'b' : i < 20 ? 'c' : 'd'}cccccccc`, { number: i + 3 }),
  );
  const shown = historyOf(stable, {
    owner: anOwner({ revisionHistoryLimit: 15 }),
    held: new Map(others.slice(0, 6).map(({ name }) => [name, ''])),
    records: [...records, ...others],
  });
  expect(shown.map(({ name }) => name)).toContain(a);
});

it('is what can be gone back to, and fits the schema', () => {
  const many = Array.from({ length: 60 }, (_, i) =>
    aRecorded(`${'bcdfghjklm'[Math.floor(i / 10)]}${'bcdfghjklm'[i % 10]}bbbbbbbb`, {
      number: i + 1,
      image: `x${'y'.repeat(511)}`,
      changeCause: 'z'.repeat(900),
      renderedBy: 'v'.repeat(50),
    }),
  );
  const owner = anOwner({ revisionHistoryLimit: 15 });
  const held = new Map(many.slice(0, 6).map(({ name }) => [name, ''] as const));
  const revisions = historyOf({ ...canary, stable: c }, { owner, held, records: [...many, ...records] });
  expect(parseStatus({ revisions }).revisions).toEqual(revisions);
  expect(revisions).toHaveLength(20);
});
