import { refusalOf, reportOf as written } from '../../../runtime/checks/report.ts';
import { aReport } from '../../test/aCheck.ts';
import { reportOf } from './checkReport.ts';

it('reads what the program tells of each check', () => {
  expect(reportOf(aReport({ name: 'load', result: 'Failed', evidence: '3 % good' }))).toEqual({
    checks: [{ name: 'load', result: 'Failed', evidence: '3 % good', milliseconds: 1000 }],
  });
});

it('reads what the program really writes', () => {
  const outcome = { name: 'smoke.limit', result: 'Passed', evidence: '10 of 15', milliseconds: 5 } as const;
  expect(reportOf(written([outcome]))).toEqual({ checks: [outcome] });
  expect(reportOf(refusalOf('No token.'))).toEqual({ error: 'No token.' });
});

it('reads why the program could not run', () => {
  expect(reportOf('{"error":"CHECK_SPEC must be JSON."}')).toEqual({ error: 'CHECK_SPEC must be JSON.' });
});

it.each([
  undefined,
  '',
  'Killed',
  '[]',
  '{"checks":[{"name":"smoke.status","result":"Splendid"}]}',
  '{"checks":[{"name":"../../etc","result":"Passed"}]}',
  `{"checks":[${'{"name":"load","result":"Passed"},'.repeat(70).slice(0, -1)}]}`,
])('takes %j for no report', (text) => {
  expect(reportOf(text)).toEqual({ error: 'The check program left no report that can be read.' });
});

it('cuts evidence to what status holds', () => {
  const report = reportOf(aReport({ name: 'load', evidence: 'x'.repeat(500) }));
  expect('checks' in report && report.checks[0]?.evidence).toHaveLength(160);
});
