import { played, type Run } from '../../../test/simulation/played.ts';
import type { World } from '../../../test/simulation/world.ts';
import { always, good } from '../../../test/simulation/worlds.ts';

/**
 * Twenty users a second meet two revisions for five minutes, the candidate gets a tenth of them and then half; six pairs of
 * probes do too. Seeds make every run the same. docs/judge.md has the rates of more runs, with other seeds.
 */
describe('of a thousand good releases', () => {
  const times = Math.ceil(1000 / good.length);
  const runs = good.map(([, world], i) => played(world, { times, seed: 1 + i * times }));
  const undone = (all: readonly Run[]) => all.filter(({ verdict }) => verdict === 'RollBack').length;

  it.each(good.map(([sentence], i) => [sentence, i] as const))('where %s, next to none is undone', (_, i) => {
    expect(undone(runs[i] ?? [])).toBeLessThanOrEqual(1);
  });

  it('one is undone at most', () => {
    expect(runs.flat().length).toBeGreaterThanOrEqual(1000);
    expect(undone(runs.flat())).toBeLessThanOrEqual(1);
  });

  it('none loses its users for an outage of five seconds: it is waited out', () => {
    expect(runs.flat().filter(({ verdict }) => verdict === 'Environment')).toEqual([]);
  });
});

describe('of forty good releases at which one client fails each second', () => {
  it.each([
    ['where nothing else fails', { clients: 20 }],
    ['with six clients in all', { clients: 5 }],
    ['where two requests a second are all', { clients: 20, users: always(2), share: always(0.5) }],
    ['without probes', { clients: 20, pairs: 0 }],
    ['where one in twenty fails anyway', { clients: 20, stable: always(0.05), candidate: always(0.05) }],
  ])('none is undone: %s', (_, more) => {
    const world = { stable: always(0), candidate: always(0), share: always(0.1), unlucky: 1, sticks: true };
    const runs = played({ ...world, ...more }, { times: 40, seed: 7000 });
    expect(runs.filter(({ verdict }) => verdict !== 'Continue')).toEqual([]);
  });
});

describe('of fifty bad releases', () => {
  const bad = (candidate: number, more: Partial<World> = {}) =>
    played({ stable: always(0.002), candidate: always(candidate), ...more }, { times: 50, seed: 5000 })
      .filter(({ verdict }) => verdict === 'RollBack')
      .map(({ at }) => at);
  const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];

  describe.each([
    ['whose clients nobody tells apart', {}],
    ['that has five clients', { clients: 5 }],
    ['that has twenty', { clients: 20 }],
  ])('in a world %s', (_, more) => {
    it('that fail everything, all are undone in three looks', () => {
      const took = bad(1, more);
      expect(took).toHaveLength(50);
      expect(Math.max(...took)).toBeLessThanOrEqual(3);
    });

    it('that fail every fifth request, all are undone within a minute', () => {
      const took = bad(0.2, more);
      expect(took).toHaveLength(50);
      expect(Math.max(...took)).toBeLessThanOrEqual(60);
      expect(median(took)).toBeLessThanOrEqual(12);
    });

    it('that fail every twentieth request, 95 % are undone within 150 s', () => {
      const took = bad(0.05, more).filter((at) => at <= 150);
      expect(took.length).toBeGreaterThanOrEqual(48);
      expect(median(took)).toBeLessThanOrEqual(70);
    });
  });

  it('in a world without users, probes undo all', () => {
    const took = bad(1, { users: always(0) });
    expect(took).toHaveLength(50);
    expect(Math.max(...took)).toBeLessThanOrEqual(4);
  });

  it('without probes and with a tenth of the users, all are undone within ten seconds', () => {
    const took = bad(1, { share: always(0.1), pairs: 0 });
    expect(took).toHaveLength(50);
    expect(Math.max(...took)).toBeLessThanOrEqual(10);
  });
});
