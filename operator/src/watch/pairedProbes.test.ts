import { aPodServer } from '../../test/aPodServer.ts';
import { aPod, revisions } from '../../test/builders.ts';
import type { Pod } from '../kube/types.ts';
import { pairedProbes } from './pairedProbes.ts';

const podsOf = (revision: string, count: number): Pod[] =>
  Array.from({ length: count }, (_, i) => aPod({ name: `${revision[0]}${i}`, revision }));
const stable = podsOf(revisions.a, 2);
const candidate = podsOf(revisions.b, 1);

const probed = (answer: Parameters<typeof aPodServer>[0], look = 0, pods = candidate) => {
  const { ask, asked } = aPodServer(answer);
  return pairedProbes(stable, pods, { look, pairs: 4, ask }).then((result) => ({
    result,
    asked,
  }));
};
const isCandidate = (pod: Pod) => candidate.includes(pod);

it('asks a pod of each revision the same', async () => {
  const { asked, result } = await probed(() => undefined);
  const paths = (pods: readonly Pod[]) =>
    asked.filter(({ pod }) => pods.some(({ metadata }) => metadata.name === pod)).map(({ path }) => path);
  expect(paths(stable)).toEqual(paths(candidate));
  expect(new Set(paths(stable))).toEqual(new Set(['/', '/world']));
  expect(result).toEqual({ pairs: 4, onlyCandidateFailed: 0, onlyStableFailed: 0, bothFailed: 0 });
});

it('changes nothing in the world, and takes no request from the callers of its API', async () => {
  const { asked } = await probed(() => undefined);
  expect(asked.filter(({ token }) => token !== undefined)).toEqual([]);
  expect(asked.filter(({ method = 'GET' }) => method !== 'GET')).toEqual([]);
});

it('takes the pods in turn', async () => {
  const { asked } = await probed(() => undefined);
  expect(new Set(asked.map(({ pod }) => pod))).toEqual(new Set(['b0', 'b1', 'c0']));
});

it.each([
  ['500', { status: 500 }, { onlyCandidateFailed: 4 }],
  ['no answer', { status: 0 }, { onlyCandidateFailed: 4 }],
  ['404, which is an answer', { status: 404 }, { onlyCandidateFailed: 0 }],
  ['429, which is one too', { status: 429 }, { onlyCandidateFailed: 0 }],
])('of a candidate that gives %s', async (_, answer, expected) => {
  const { result } = await probed((pod) => (isCandidate(pod) ? answer : undefined));
  expect(result).toMatchObject({ pairs: 4, onlyStableFailed: 0, ...expected });
});

it('counts for neither what fails on both', async () => {
  const { result } = await probed(() => ({ status: 503 }));
  expect(result).toEqual({ pairs: 4, onlyCandidateFailed: 0, onlyStableFailed: 0, bothFailed: 4 });
});

it('counts what fails on the stable alone', async () => {
  const { result } = await probed((pod) => (isCandidate(pod) ? undefined : { status: 500 }));
  expect(result).toEqual({ pairs: 4, onlyCandidateFailed: 0, onlyStableFailed: 4, bothFailed: 0 });
});

it('asks nobody where one side has no pod', async () => {
  const { result, asked } = await probed(() => undefined, 0, []);
  expect(result.pairs).toBe(0);
  expect(asked).toEqual([]);
});
