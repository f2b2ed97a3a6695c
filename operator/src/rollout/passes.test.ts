import { stable } from '../../test/aRollout.ts';
import { after, aHold, aTrial, noon, revisions } from '../../test/builders.ts';
import type { RevisionRecord } from '../api/status/history.ts';
import { passes } from './passes.ts';

const { a, b } = revisions;
const aRevision = (name: string, more: Partial<RevisionRecord> = {}): RevisionRecord => ({
  name,
  number: 1,
  state: 'Stable',
  artifact: `artifact-of-${name}`,
  image: 'plaza:1.0.0',
  imageID: 'sha256:1',
  generation: 1,
  createdAt: noon.toISOString(),
  changes: [],
  renderedBy: '0.1.0',
  ...more,
});
const passOf = (name: string, seconds = 0) => ({
  artifact: `artifact-of-${name}`,
  image: 'plaza:1.0.0',
  imageID: 'sha256:1',
  time: after(seconds).toISOString(),
});

it('what is stable has passed, with the digest that ran', () => {
  expect(passes([], stable, [aRevision(a)], noon)).toEqual([passOf(a)]);
});

it('a pass keeps its time while nothing changes', () => {
  expect(passes([passOf(a)], stable, [aRevision(a)], after(60))).toEqual([passOf(a)]);
});

it('what still bakes has not passed', () => {
  const baking = { ...aTrial(), phase: 'Baking' } as const;
  const seen = [aRevision(b, { state: 'Candidate' }), aRevision(a, { state: 'Warm' })];
  expect(passes([passOf(a)], baking, seen, noon)).toEqual([passOf(a)]);
});

it('the same artifact with another digest passes anew', () => {
  const pushedAgain = aRevision(a, { imageID: 'sha256:2' });
  expect(passes([passOf(a)], stable, [pushedAgain], after(60))).toEqual([
    { ...passOf(a, 60), imageID: 'sha256:2' },
  ]);
});

it('what is rolled back after it was stable has not passed after all', () => {
  const held = aRevision(b, { state: 'Held', settledAt: noon.toISOString() });
  const rollingBack = { ...aTrial(), phase: 'RollingBack', hold: aHold() } as const;
  expect(passes([passOf(b), passOf(a)], rollingBack, [held, aRevision(a)], noon)).toEqual([passOf(a)]);
});

it('a release that fails takes nothing from a revision of the same artifact that was stable', () => {
  const failed = aRevision(b, { state: 'Held', artifact: `artifact-of-${a}` });
  const rolledBack = { phase: 'RolledBack', stable: a, hold: aHold() } as const;
  expect(passes([passOf(a)], rolledBack, [failed, aRevision(a)], noon)).toEqual([passOf(a)]);
});

it('a revision from before artifacts were known gives no pass', () => {
  const { artifact: _, ...old } = aRevision(a);
  expect(passes([], stable, [old], noon)).toEqual([]);
});

it('twenty passes are remembered, the newest', () => {
  const many = Array.from({ length: 20 }, (_, i) => passOf(String(i)));
  const remembered = passes(many, stable, [aRevision(a)], noon);
  expect(remembered).toHaveLength(20);
  expect(remembered[0]).toEqual(passOf(a));
});
