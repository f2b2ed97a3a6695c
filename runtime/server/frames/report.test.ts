import { readReport } from './report.ts';

const report = { type: 'frames', seconds: 1, counts: Array(16).fill(4), longestSeconds: 0.02, mode: 'page' };

describe('readReport', () => {
  it('reads what a page sends, also with fields of a later version', () => {
    expect(readReport(JSON.stringify({ ...report, later: true }))).toEqual(report);
  });

  it.each([
    ['{', 'A report must be a JSON object.'],
    ['[]', 'A report must be a JSON object.'],
    [{ type: 'pose' }, 'type must be frames.'],
    [{ seconds: 0 }, 'seconds must be a number of seconds from 0.2 to 10.'],
    [{ seconds: '1' }, 'seconds must be a number of seconds from 0.2 to 10.'],
    [{ counts: [1] }, 'counts must be 16 whole numbers from 0 to 1000.'],
    [{ counts: Array(16).fill(-1) }, 'counts must be 16 whole numbers from 0 to 1000.'],
    [{ counts: Array(16).fill(1e9) }, 'counts must be 16 whole numbers from 0 to 1000.'],
    [{ longestSeconds: 99 }, 'longestSeconds must be a number of seconds from 0 to 10.'],
    [{ mode: 'ar' }, 'mode must be page or immersive.'],
  ])('refuses %j: %s', (change, fault) => {
    const text = typeof change === 'string' ? change : JSON.stringify({ ...report, ...change });
    expect(readReport(text)).toEqual({ fault });
  });
});
