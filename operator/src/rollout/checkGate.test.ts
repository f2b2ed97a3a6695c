import { aFinding, aReport, goodReport, hasEnded } from '../../test/aCheck.ts';
import { after, aSpec } from '../../test/builders.ts';
import { gateOf } from './checkGate.ts';
import type { CheckRun } from './checkRun.ts';
import { type ChecksFound, checkRows } from './checks.ts';

function gate(found: Partial<ChecksFound>, checks: object = {}) {
  const policy = aSpec({ rollout: { checks } }).rollout.checks;
  const all = aFinding(found);
  return gateOf(checkRows(policy, all), policy, all);
}
const ended = (...failed: readonly string[]) =>
  hasEnded(goodReport(...failed.map((name) => ({ name, result: 'Failed' as const, evidence: 'bad' }))));
const journey = { custom: [{ name: 'journey', image: 'journey:1' }] };
const customs = (run: CheckRun) => new Map([['journey', run]]);
const browser = { browser: { mode: 'Required' } };

it('lets a candidate on when every check has passed', () => {
  expect(gate({ run: ended() })).toEqual({ result: 'Passed' });
});

it('without the check program the operator asks alone, and this gate is open', () => {
  expect(gate({ hasProgram: false, own: { result: 'Pending' } })).toEqual({ result: 'Passed' });
});

it('waits for the Jobs', () => {
  expect(gate({})).toEqual({ result: 'Pending', isRequired: true, seconds: 240 });
  expect(gate({ run: ended() }, journey)).toEqual({ result: 'Pending', isRequired: true, seconds: 360 });
});

it.each<[string, Partial<ChecksFound>, object, object]>([
  [
    'a smoke check',
    { run: ended('smoke.scene') },
    {},
    { reason: 'SmokeFailed', message: 'Check smoke.scene failed: bad.' },
  ],
  [
    'the load check',
    { run: hasEnded(aReport({ name: 'smoke.a' }, { name: 'load', result: 'Failed', evidence: 'slow' })) },
    {},
    { reason: 'LoadFailed', evidence: [{ name: 'load', candidate: 'failed', note: 'slow' }] },
  ],
  [
    'the browser check',
    { run: ended('browser') },
    browser,
    { reason: 'BrowserFailed', message: 'Check browser failed: bad.' },
  ],
  [
    'a check of the user',
    { run: ended(), customs: customs(hasEnded('no avatar', 1)) },
    journey,
    { reason: 'CustomCheckFailed', message: 'Check custom.journey failed: exit code 1: no avatar.' },
  ],
])('holds a candidate that fails %s', (_, found, checks, expected) => {
  expect(gate(found, checks)).toMatchObject({ result: 'Failed', ...expected });
});

it('a check that is only advised holds nothing', () => {
  expect(gate({ run: ended('smoke.scene') }, { smoke: { mode: 'Advisory' } })).toEqual({ result: 'Passed' });
  const advised = { custom: [{ name: 'journey', image: 'journey:1', mode: 'Advisory' }] };
  expect(gate({ run: ended() }, advised)).toMatchObject({ result: 'Pending', isRequired: false });
});

it.each<[string, Partial<ChecksFound>, object, string]>([
  ['the cluster', { run: { state: 'Waiting', trouble: 'No node has room.' } }, {}, 'No node has room.'],
  [
    'the cluster, of a check of the user',
    { run: ended(), customs: customs({ state: 'Waiting', trouble: 'No image.' }) },
    journey,
    'No image.',
  ],
  [
    'the program, which cannot run',
    { run: hasEnded('{"error":"CHECK_SPEC must be JSON."}', 1) },
    {},
    'The checks could not run: CHECK_SPEC must be JSON. (exit code 1).',
  ],
  [
    'the program, which is silent',
    { run: hasEnded('') },
    {},
    'The check program left no report that can be read.',
  ],
  [
    'the program, which leaves out a check',
    { run: hasEnded(aReport({ name: 'smoke.status' })) },
    {},
    'The check program says nothing of load.',
  ],
  [
    'the program, which does not end',
    { run: { state: 'Running', startedAt: after(-261).toISOString() } },
    {},
    'The check program has not ended within 270 s.',
  ],
  [
    'a browser that is asked for and not there',
    { run: hasEnded(goodReport({ name: 'browser', result: 'Skipped', evidence: 'no browser' })) },
    browser,
    'Check browser was skipped: no browser.',
  ],
  [
    'a browser that the operator does not have',
    { hasBrowser: false },
    browser,
    'Check browser was skipped: This operator has no image with a browser (CHECK_BROWSER_IMAGE).',
  ],
])('is no evidence against a candidate, and no success: %s', (_, found, checks, trouble) => {
  expect(gate(found, checks)).toMatchObject({ result: 'Pending', isRequired: true, trouble });
});

it('what has nothing to check is passed over', () => {
  const off = { result: 'Skipped', evidence: 'The HTTP API is off.' } as const;
  const run = hasEnded(aReport({ name: 'smoke.status' }, { name: 'load', ...off }));
  expect(gate({ run })).toEqual({ result: 'Passed' });
});
