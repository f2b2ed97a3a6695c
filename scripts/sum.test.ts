import { type GoEvent, ofGo, ofJest, parseGoEvent, total } from './sum.ts';

const well = { name: 'some', exitCode: 0 };
const badly = { name: 'some', exitCode: 1 };
const event = (Action: string, Test?: string): GoEvent => ({ Action, Package: 'p', ...(Test && { Test }) });

describe('a report of Jest', () => {
  it.each([
    ['counts its tests', well, { numPassedTests: 3, numFailedTests: 0, numRuntimeErrorTestSuites: 0 }, 3, 0],
    ['counts failures', badly, { numPassedTests: 3, numFailedTests: 2, numRuntimeErrorTestSuites: 0 }, 3, 2],
    [
      'counts a suite that could not start as one failure',
      badly,
      { numPassedTests: 3, numFailedTests: 0, numRuntimeErrorTestSuites: 1 },
      3,
      1,
    ],
    ['that is missing is a failure', badly, undefined, 0, 1],
    [
      'without any test is a failure',
      well,
      { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0 },
      0,
      1,
    ],
    [
      'of a Jest that failed afterwards is a failure',
      badly,
      { numPassedTests: 3, numFailedTests: 0, numRuntimeErrorTestSuites: 0 },
      3,
      1,
    ],
  ])('%s', (_, ended, report, passed, failed) => {
    expect(ofJest(ended, report)).toEqual({ name: 'some', passed, failed });
  });
});

describe('the events of Go', () => {
  it('count tests that have no tests below them', () => {
    const events = [event('run', 'TestA'), event('pass', 'TestA/one'), event('pass', 'TestA/two')];
    expect(ofGo(well, [...events, event('pass', 'TestA'), event('pass', 'TestAB'), event('pass')])).toEqual({
      name: 'some',
      passed: 3,
      failed: 0,
    });
  });

  it('count a failed test once, although its parent and its package fail with it', () => {
    const events = [event('fail', 'TestA/one'), event('fail', 'TestA'), event('fail')];
    expect(ofGo(badly, events)).toEqual({ name: 'some', passed: 0, failed: 1 });
  });

  it('count a package that does not build as one failure', () => {
    expect(ofGo(badly, [event('pass', 'TestA'), event('fail')])).toMatchObject({ passed: 1, failed: 1 });
  });

  it('are read from lines, and lines of other programs are passed over', () => {
    expect(parseGoEvent('{"Action":"pass","Package":"p","Test":"T"}')).toEqual(event('pass', 'T'));
    expect(parseGoEvent('go: downloading something')).toBeUndefined();
  });
});

describe('the last line', () => {
  it('sums all levels', () => {
    const results = [
      { name: 'a', passed: 3, failed: 0 },
      { name: 'b', passed: 4, failed: 0 },
    ];
    expect(total(results)).toEqual({ line: '7 passed, 0 failed', exitCode: 0 });
  });

  it('fails with any failure, and when nothing ran', () => {
    expect(total([{ name: 'a', passed: 3, failed: 1 }])).toEqual({
      line: '3 passed, 1 failed',
      exitCode: 1,
    });
    expect(total([]).exitCode).toBe(1);
  });
});
