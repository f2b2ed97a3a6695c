import { visit } from './schedule.ts';

const minute = Array.from({ length: 1200 }, (_, i) => visit(i, 20));

describe('the plan of a load', () => {
  it('spreads the requests evenly over each second', () => {
    expect(minute.filter(({ after }) => after < 1000)).toHaveLength(20);
    expect(minute[1]?.after).toBe(50);
    expect(minute.at(-1)?.after).toBe(59_950);
  });

  it('brings half of them with a new connection', () => {
    expect(minute.filter(({ connection }) => connection === 'New')).toHaveLength(600);
  });

  it('renews one kept connection a second, so that new revisions meet them too', () => {
    for (let second = 0; second < 60; second++) {
      const kept = minute
        .slice(second * 20, second * 20 + 20)
        .filter(({ connection }) => connection === 'Kept');
      expect(new Set(kept.map(({ visitor }) => visitor)).size).toBe(10);
      expect(kept.filter(({ last }) => last)).toHaveLength(1);
    }
  });

  it('asks for every page over both kinds of connection', () => {
    for (const kind of ['New', 'Kept']) {
      const pages = minute.filter(({ connection }) => connection === kind).map(({ asked }) => asked);
      expect(new Set(pages)).toEqual(new Set(['/', '/world', 'scene']));
    }
  });
});
