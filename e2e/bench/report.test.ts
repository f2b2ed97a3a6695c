import { share, spread, tables } from './report.ts';
import { aTrial } from './trial.sample.ts';
import { Trial } from './trial.ts';

it('tells a spread by median, interval and 95th percentile', () => {
  expect(spread([1, 2, 3, 4, 100])).toBe('3 (1–100), 80.8');
  expect(spread([])).toBe('–');
});

it('tells a share with what it may be', () => {
  expect(share(0, 30)).toBe('0 of 30 (0–12 %)');
});

describe('tables', () => {
  const text = tables([
    aTrial(),
    aTrial({ verdict: 'Released' }),
    aTrial({ system: 'Flagger', setting: 'defaults', apiWrites: undefined }),
  ]).join('\n');

  it('have a line for each system and setting of a scenario', () => {
    expect(text).toContain('**S1**: answers 500 to everything. Expected: Undone.');
    expect(text).toContain('| SpaceTime | defaults | 1 of 2 (1–99 %) |');
    expect(text).toContain('| Flagger | defaults | 1 of 1 (3–100 %) |');
  });

  it('say of a goal what our own trials measured, and that it is missed where it is', () => {
    expect(text).toContain('(2 trials) | yes |');
    expect(text).toMatch(/\| G5 \|[^|]+\| 1 of 2 \(2 trials\) \| \*\*no\*\* \|/);
  });

  it('tell the share of a core, and the time of the cut, of trials that have them', () => {
    expect(text).toMatch(/\| G14 \|[^|]+core[^|]+\| p50 2 %, p95 2 % \(2 trials\) \| yes \|/);
    expect(text).toMatch(/\| Speed \|[^|]+\| p50 90 ms, p95 90 ms \(2 trials\) \| yes \|/);
  });

  it('say of lines that were written before a number was measured that it was not', () => {
    const { controllerCores, cutMilliseconds, ...old } = aTrial();
    const rows = tables([Trial.parse(old)]).join('\n');
    expect(rows).toMatch(/\| Speed \|[^|]+\| not measured \| – \|/);
    expect(rows).toMatch(/\| G14 \|[^|]+core[^|]+\| not measured \| – \|/);
  });

  it('count for each part of the configuration how often it was restored to the last byte', () => {
    const rows = tables([
      aTrial({ scenario: 'probes' }),
      aTrial({ scenario: 'probes', restored: false }),
      aTrial({ scenario: 'secret' }),
    ]).join('\n');
    expect(rows).toMatch(/\| G8 \|[^|]+\| probes 1 of 2, secret 1 of 1 \(3 trials\) \| \*\*no\*\* \|/);
  });

  it('say of a goal that nothing was measured of it', () => {
    expect(text).toMatch(/\| G7 \|[^|]+\| not measured \| – \|/);
  });
});
