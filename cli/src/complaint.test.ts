import { Conflict, Forbidden, NotFound, Unavailable } from '../../operator/src/kube/errors.ts';
import { complaint } from './complaint.ts';
import { BadInput, Failed } from './problem.ts';

const several = new AggregateError([new Error('connect ECONNREFUSED ::1:6443')]);

it.each([
  [new BadInput('--timeout must be a number.'), 2, '--timeout must be a number.'],
  [new Failed('There is no SpaceTime.'), 1, 'There is no SpaceTime.'],
  [
    new Unavailable('list spacetimes: connect ECONNREFUSED 10.0.0.1:6443'),
    1,
    'The API server does not answer (connect ECONNREFUSED 10.0.0.1:6443): see that the cluster runs and that --context and --kubeconfig lead to it.',
  ],
  [
    new Unavailable('list spacetimes: AggregateError', { cause: several }),
    1,
    'The API server does not answer (connect ECONNREFUSED ::1:6443): see that the cluster runs and that --context and --kubeconfig lead to it.',
  ],
  [
    new NotFound('list spacetimes: the server could not find the requested resource'),
    1,
    'This cluster knows no SpaceTimes: install the operator first, or name another context with --context.',
  ],
  [
    new Forbidden('patch SpaceTime worlds/plaza: User "eve" cannot patch it'),
    1,
    'The API server refused: patch SpaceTime worlds/plaza: User "eve" cannot patch it',
  ],
  [new Conflict('patch: it changed'), 1, 'The API server refused: patch: it changed'],
  [new Error('something else'), 1, 'something else'],
])('%s', (error, exitCode, sentence) => {
  expect(complaint(error)).toEqual({ exitCode, sentence });
});
