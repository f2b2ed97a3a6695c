import { share, spread } from './markdown.ts';
import { picture } from './picture.ts';
import { tables } from './report.ts';
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

  it('show at a glance what each system made of a scenario', () => {
    expect(text).toContain('|  | SpaceTime (defaults) | Flagger (defaults) |');
    expect(text).toContain('| S1 | **1 of 2**, 7 failed, 20 s | 1 of 1, 7 failed, 20 s |');
  });

  it('take a verdict for another reason than the only one that is expected for none', () => {
    const still = {
      scenario: 'S20',
      expected: 'Undecided',
      verdict: 'Undecided',
      expectedReason: 'FrameRate',
    } as const;
    const rows = tables([
      aTrial({ ...still, reason: 'FrameRate', more: { secondsOfSlowFrames: 20 } }),
      aTrial({ ...still, reason: 'Canary' }),
    ]).join('\n');
    expect(rows).toContain('Expected: Undecided, FrameRate.');
    expect(rows).toMatch(/\| G5 \|[^|]+frames[^|]+\| 1 of 2, p95 after 20 s \(2 trials\) \| \*\*no\*\* \|/);
  });

  it('count what applying a release again changed', () => {
    const more = { appliedAgain: 120, podsStarted: 0, generationChanged: 0, conditionsChanged: 1 };
    const rows = tables([aTrial({ scenario: 'S15', more })]).join('\n');
    expect(rows).toMatch(
      /\| applied 120 times: 0 pods started, 0 generations, 1 changes of conditions \(1 trials\) \| \*\*no\*\* \|/,
    );
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

describe('the picture', () => {
  it('has a bar for each system that a bad release was measured by', () => {
    const bars = (trials: Trial[]) =>
      picture(trials).match(/<rect x="60" y="\d+" width="[^"]+" height="10"/g) ?? [];
    const beside = aTrial({ system: 'Flagger', failed: { new: 100, kept: 100 } });
    expect(bars([aTrial(), beside])).toHaveLength(2);
    expect(bars([aTrial()])).toHaveLength(0);
    expect(bars([aTrial({ expected: 'Released' }), { ...beside, expected: 'Released' }])).toHaveLength(0);
  });

  it('says its numbers, and is well-formed whatever a system is called', () => {
    const drawn = picture([aTrial(), aTrial({ system: 'A & <B>', failed: { new: 100, kept: 100 } })]);
    expect(drawn).toContain('>200</text>');
    expect(drawn).toContain('A &amp; &lt;B> (defaults)');
  });
});
