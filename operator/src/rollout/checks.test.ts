import { aFinding, aReport, goodReport, hasEnded } from '../../test/aCheck.ts';
import { after, aSpec, noon } from '../../test/builders.ts';
import type { Check } from '../api/status/release.ts';
import { type ChecksFound, checkRows, pendingRows } from './checks.ts';

const policy = (checks: object = {}) => aSpec({ rollout: { checks } }).rollout.checks;
const rows = (found: Partial<ChecksFound>, checks: object = {}) => checkRows(policy(checks), aFinding(found));
const row = (name: string, all: readonly Check[]) => all.find((one) => one.name === name);
const results = (all: readonly Check[]) => Object.fromEntries(all.map(({ name, result }) => [name, result]));
const journey = { custom: [{ name: 'journey', image: 'journey:1', timeoutSeconds: 60 }] };
const failed = { result: 'Failed', message: 'x'.repeat(500), evidence: [] } as const;

describe('before anything ran', () => {
  it('there is a row for each group and for each check of the user', () => {
    expect(results(pendingRows(policy(journey), { hasProgram: true, hasBrowser: true }))).toEqual({
      smoke: 'Pending',
      load: 'Pending',
      browser: 'Skipped',
      'custom.journey': 'Pending',
    });
  });

  it('a check that the spec disables is skipped', () => {
    expect(row('smoke', rows({}, { smoke: { mode: 'Disabled' } }))?.result).toBe('Skipped');
  });
});

describe('without the check program', () => {
  it('the smoke check is what the operator asked itself, and the rest is said to be skipped', () => {
    const all = rows({ hasProgram: false });
    expect(results(all)).toEqual({ smoke: 'Passed', load: 'Skipped', browser: 'Skipped' });
    expect(row('load', all)?.evidence).toContain('CHECK_IMAGE');
  });

  it('it is told with its result, and with a sentence that fits when it failed', () => {
    expect(row('smoke', rows({ hasProgram: false, own: { result: 'Pending' } }))).toEqual({
      name: 'smoke',
      mode: 'Required',
      result: 'Pending',
    });
    expect(row('smoke', rows({ hasProgram: false, own: failed }))?.evidence).toHaveLength(160);
  });
});

it('without a browser its check is said to be skipped at once, and why, whatever the program says', () => {
  const wanted = { browser: { mode: 'Required' } };
  const told = hasEnded(goodReport({ name: 'browser', result: 'Skipped', evidence: 'none' }));
  for (const run of [{}, { run: told }])
    expect(row('browser', rows({ hasBrowser: false, ...run }, wanted))).toEqual({
      name: 'browser',
      mode: 'Required',
      result: 'Skipped',
      evidence: 'This operator has no image with a browser (CHECK_BROWSER_IMAGE).',
    });
  expect(row('browser', rows({}, wanted))?.result).toBe('Pending');
});

describe('with the check program', () => {
  it('what runs is running since its program began', () => {
    const run = { state: 'Running', startedAt: after(3).toISOString() } as const;
    expect(row('load', rows({ run }))).toEqual({
      name: 'load',
      mode: 'Required',
      result: 'Running',
      startedAt: after(3).toISOString(),
    });
  });

  it('a group sums up its checks, which have rows of their own', () => {
    const all = rows({ run: hasEnded(goodReport()) });
    expect(row('smoke', all)).toMatchObject({ result: 'Passed', evidence: '2 checks passed' });
    expect(row('load', all)).toMatchObject({ result: 'Passed', evidence: '1000 requests' });
    expect(row('smoke.webhook', all)).toMatchObject({
      mode: 'Required',
      result: 'Passed',
    });
  });

  it('each check began when the one before it ended, and a group lasts as long as its checks', () => {
    const all = rows({ run: hasEnded(goodReport()) });
    const times = (name: string) => [row(name, all)?.startedAt, row(name, all)?.finishedAt];
    const at = (seconds: number) => after(seconds).toISOString();
    expect(times('smoke.webhook')).toEqual([at(2), at(3)]);
    expect(times('smoke')).toEqual([at(1), at(3)]);
    expect(times('load')).toEqual([at(3), at(4)]);
  });

  it('a group fails with the first of its checks that does', () => {
    const bad = aReport(
      { name: 'smoke.status' },
      { name: 'smoke.webhook', result: 'Failed', evidence: 'not signed' },
    );
    expect(row('smoke', rows({ run: hasEnded(bad) }))).toMatchObject({
      result: 'Failed',
      evidence: 'not signed',
    });
  });

  it('a program that could not run has checked nothing', () => {
    expect(row('load', rows({ run: hasEnded(goodReport(), 1) }))?.result).toBe('Pending');
  });

  it('an own question that failed is enough', () => {
    expect(row('smoke', rows({ own: failed, run: hasEnded(goodReport()) }))?.result).toBe('Failed');
  });

  it('there are never more rows than status takes, and none that failed is left out', () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ name: `smoke.a${i}` }));
    const all = rows({ run: hasEnded(aReport(...many, { name: 'smoke.last', result: 'Failed' })) });
    expect(all).toHaveLength(24);
    expect(row('smoke.last', all)?.result).toBe('Failed');
  });
});

describe('a check of the user', () => {
  const custom = (run: Parameters<typeof hasEnded> | object) =>
    row('custom.journey', rows({ customs: new Map([['journey', run as never]]), now: after(61) }, journey));

  it('passes with exit code 0 and fails with any other, and the last line is its evidence', () => {
    expect(custom(hasEnded('all\ngood\n'))).toMatchObject({ result: 'Passed', evidence: 'good' });
    expect(custom(hasEnded('all\nbad\n', 3))).toMatchObject({
      result: 'Failed',
      evidence: 'exit code 3: bad',
    });
  });

  it('fails when it does not end in its time', () => {
    expect(custom({ state: 'Running', startedAt: after(1).toISOString() })?.result).toBe('Running');
    expect(custom({ state: 'Running', startedAt: noon.toISOString() })).toMatchObject({
      result: 'Failed',
      evidence: 'It did not end within 60 s.',
    });
  });
});

describe('what was told once', () => {
  const before = rows({ run: hasEnded(goodReport({ name: 'smoke.old', result: 'Failed' })) });

  it('stays, although the pod is gone or the operator began anew', () => {
    expect(rows({ own: { result: 'Pending' }, before })).toEqual(expect.arrayContaining([...before]));
  });

  it('counts as the spec says now', () => {
    expect(row('smoke', rows({ before }, { smoke: { mode: 'Advisory' } }))?.mode).toBe('Advisory');
  });
});
