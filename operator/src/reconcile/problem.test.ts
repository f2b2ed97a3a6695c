import { Conflict, Forbidden, Invalid, NameTaken, Throttled, Unavailable } from '../kube/errors.ts';
import { problemOf } from './problem.ts';

it.each([
  [new NameTaken('taken'), 'ConfigurationValid', 'False', 'NameTaken'],
  [new Forbidden('no'), 'Applied', 'False', 'Forbidden'],
  [new Invalid('no'), 'Applied', 'False', 'Invalid'],
  [new Conflict('no'), 'Applied', 'False', 'Conflict'],
  [new Throttled('later', 1), 'Applied', 'Unknown', 'Retrying'],
  [new Unavailable('nobody'), 'Applied', 'Unknown', 'Retrying'],
  [new TypeError('a mistake'), 'Applied', 'Unknown', 'Retrying'],
])('%s is told as %s', (error, type, status, reason) => {
  expect(problemOf(error)).toEqual({ type, status, reason, message: error.message });
});

it('whatever was thrown has a sentence', () => {
  expect(problemOf('a text')).toMatchObject({ message: 'a text' });
});
