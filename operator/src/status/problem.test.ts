import { aSituation, statusFor } from '../../test/aSituation.ts';
import { type Problem, problemIn } from './problem.ts';

const problems: readonly Problem[] = [
  { type: 'Applied', status: 'False', reason: 'Forbidden', message: 'apply Service worlds/plaza: no.' },
  { type: 'Applied', status: 'Unknown', reason: 'Retrying', message: 'no answer' },
  {
    type: 'ConfigurationValid',
    status: 'False',
    reason: 'NameTaken',
    message: 'apply Service worlds/plaza: taken.',
  },
];

it.each(problems)('$reason reads back from the status', (problem) => {
  expect(problemIn(statusFor(aSituation({ problem })))).toEqual(problem);
});

it.each(problems)('$reason makes a world unready', (problem) => {
  const { conditions } = statusFor(aSituation({ problem }));
  expect(conditions.find(({ type }) => type === 'Ready')).toMatchObject({ ...problem, type: 'Ready' });
});

it('that only a person can cure is one that a world is stalled by', () => {
  const stalled = problems.map(
    (problem) => statusFor(aSituation({ problem })).conditions.find(({ type }) => type === 'Stalled')?.status,
  );
  expect(stalled).toEqual(['True', 'False', 'True']);
});

it('there is none in a status where all is well, or where something else is wrong', () => {
  expect(problemIn(statusFor(aSituation()))).toBeUndefined();
  expect(problemIn(statusFor(aSituation({ missing: 'secrets.mounts m: it is not there.' })))).toBeUndefined();
});
