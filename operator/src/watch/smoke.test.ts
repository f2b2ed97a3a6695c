import { aPodServer } from '../../test/aPodServer.ts';
import { aPod, aSpec, revisions } from '../../test/builders.ts';
import type { Answer, Question } from './podHttp.ts';
import { smoke } from './smoke.ts';

const revision = revisions.b;
const headers = {
  'x-spacetime-revision': revision,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** What a good runtime answers. */
const good = ({ path, token }: Question): Partial<Answer> => ({
  status: path.startsWith('/api/') && !token ? 401 : 200,
  headers,
  text: path === '/metrics' ? 'godot_fps NaN\n' : '',
});

async function checked(answer: (question: Question) => Partial<Answer>, spec: object = {}, pods = [aPod()]) {
  const { ask, asked } = aPodServer((_, question) => answer(question));
  const result = await smoke(pods, { spec: aSpec(spec), revision, token: 'token', ask });
  return { result, asked };
}

const on = (path: string, bad: Partial<Answer>) => (question: Question) => ({
  ...good(question),
  ...(question.path === path && bad),
});

it('passes a good runtime', async () => {
  expect((await checked(good)).result).toEqual({ result: 'Passed' });
});

it('asks every pod everything, and changes nothing', async () => {
  const { asked } = await checked(good, {}, [aPod({ name: 'p1' }), aPod({ name: 'p2' })]);
  const of = (name: string) =>
    asked.filter(({ pod }) => pod === name).map(({ path, token }) => [path, token]);
  expect(of('p1')).toEqual(of('p2'));
  expect(asked.every(({ method = 'GET' }) => method === 'GET')).toBe(true);
});

it.each<[string, (question: Question) => Partial<Answer>, string]>([
  ['page', on('/', { status: 500 }), 'Smoke check page: GET / of pod plaza-1: 500 instead of 200.'],
  [
    'health',
    on('/health', { status: 503 }),
    'Smoke check health: GET /health of pod plaza-1: 503 instead of 200.',
  ],
  ['page', on('/', { status: 0 }), 'Smoke check page: GET / of pod plaza-1: no answer instead of 200.'],
  [
    'revision',
    on('/status', { headers: { ...headers, 'x-spacetime-revision': revisions.a } }),
    `Smoke check revision: GET /status of pod plaza-1: header x-spacetime-revision is not ${revision}.`,
  ],
  [
    'nosniff',
    on('/status', { headers: { ...headers, 'x-content-type-options': undefined } }),
    'Smoke check nosniff: GET /status of pod plaza-1: header x-content-type-options is not nosniff.',
  ],
  [
    'metrics',
    on('/metrics', { text: 'nothing' }),
    'Smoke check metrics: GET /metrics of pod plaza-1: godot_fps is not there.',
  ],
  [
    'scenes',
    (question) => ({ ...good(question), ...(question.token && { status: 500 }) }),
    'Smoke check scenes: GET /api/scenes of pod plaza-1: 500 instead of 200.',
  ],
])('names the check that fails: %s', async (name, answer, message) => {
  const { result } = await checked(answer);
  expect(result).toMatchObject({
    result: 'Failed',
    message,
    evidence: expect.arrayContaining([expect.objectContaining({ name })]),
  });
});

it('asks nothing of an API that is disabled', async () => {
  const { result, asked } = await checked(good, { environment: 'development', api: { enabled: false } });
  expect(result).toEqual({ result: 'Passed' });
  expect(asked.map(({ path }) => path)).not.toContain('/api/scenes');
});

describe('paths of the user', () => {
  const spec = (more: object) => ({
    rollout: { checks: { smoke: { paths: [{ path: '/api/mine', ...more }] } } },
  });

  it('are asked with a token', async () => {
    const { asked } = await checked(good, spec({}));
    expect(asked.find(({ path }) => path === '/api/mine')?.token).toBe('token');
  });

  it('must answer what is expected', async () => {
    expect(
      (await checked(on('/api/mine', { status: 204 }), spec({ expectedStatus: 204 }))).result.result,
    ).toBe('Passed');
    expect((await checked(good, spec({ expectedStatus: 204 }))).result).toMatchObject({
      message: 'Smoke check /api/mine: GET /api/mine of pod plaza-1: 200 instead of 204.',
    });
  });

  it('must answer in time', async () => {
    const slow = on('/api/mine', { milliseconds: 301 });
    expect((await checked(slow, spec({ maxMilliseconds: 300 }))).result).toMatchObject({
      message: 'Smoke check /api/mine: GET /api/mine of pod plaza-1: 301 ms instead of at most 300 ms.',
    });
    expect((await checked(slow, spec({}))).result.result).toBe('Passed');
  });
});
