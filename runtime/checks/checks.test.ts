import { aCandidate, around, revision, tampered, usualSpec } from '../test/aCandidate.ts';
import type { TestRuntime } from '../test/aRuntime.ts';
import { checks } from './checks.ts';
import { type Outcome, run, type Shared } from './run.ts';
import type { Answer } from './site.ts';

let candidate: TestRuntime;
beforeAll(async () => {
  candidate = await aCandidate();
});
afterAll(() => candidate.remove());

/** Runs the checks of these names, of a candidate that is as it is but for what a test wants otherwise. */
async function outcomes(names: readonly string[], more: (shared: Shared) => Partial<Shared> = () => ({})) {
  const shared = around(candidate);
  const told: Outcome[] = [];
  const chosen = checks.filter(({ name }) => names.includes(name));
  const found = await run(chosen, { ...shared, ...more(shared) }, (outcome) => told.push(outcome));
  expect(told).toEqual(found);
  return found;
}

const spec = (smoke: Partial<typeof usualSpec.smoke> = {}, load: Partial<typeof usualSpec.load> = {}) => ({
  ...usualSpec,
  smoke: { ...usualSpec.smoke, ...smoke },
  load: { ...usualSpec.load, ...load },
});

it('a good candidate passes every check, or a check says why there was nothing to check', async () => {
  const paths = [
    { path: '/api/scenes', expectedStatus: 200 },
    { path: '/api/nowhere', expectedStatus: 404, maxMilliseconds: 60_000 },
  ];
  const browser = { mode: 'Required' as const, timeoutSeconds: 60 };
  const found = await run(checks, around(candidate, { spec: { ...spec({ paths }), browser } }), () => {});
  expect(found.map(({ name, result, evidence }) => `${result} ${name}: ${evidence}`)).toEqual([
    expect.stringMatching(/^Passed smoke.health: 200 after \d+\.\d s$/),
    expect.stringMatching(/^Passed smoke.status: 200 in /),
    `Passed smoke.revision: ${revision} in 6 answers`,
    'Passed smoke.page: the page and what it names (1), 1 kB',
    'Passed smoke.metrics: all 6 metrics of the checklist',
    'Passed smoke.headers: 4 headers on 4 paths',
    'Skipped smoke.tls: Nothing answers over HTTPS: no certificate is mounted.',
    expect.stringMatching(
      /^Passed smoke.authentication: 401 without a token and with a wrong one, 200 with one, on 8 paths, \/scenes in .* ms$/,
    ),
    'Passed smoke.limit: 10 of 15 requests admitted, 429 to the rest, 200 again after 5 s',
    expect.stringMatching(/^Passed smoke.scene: res:\/\/minimal_test.tscn in .*, \d+ kB$/),
    expect.stringMatching(/^Passed smoke.webhook: scene.loaded delivered and signed, .* after the load$/),
    expect.stringMatching(/^Passed smoke.job: cache_warming completed in \d+\.\d s, 2 of 2 scenes$/),
    expect.stringMatching(
      /^Passed smoke.telemetry: let in with a ticket, pong in .*, snapshot of 11 values$/,
    ),
    expect.stringMatching(/^Passed smoke.paths: 2 paths, slowest \/api\/\w+ in /),
    expect.stringMatching(/^Passed load: 50 requests, 100 % good, mean /),
    'Skipped browser: There is no browser: CHECK_BROWSER names none.',
  ]);
});

const said = (answer: Answer, body: unknown): Answer => ({
  ...answer,
  bytes: new TextEncoder().encode(JSON.stringify(body)),
});
const json = ({ bytes }: Answer) => JSON.parse(new TextDecoder().decode(bytes));
const without = (answer: Answer, header: string): Answer => ({
  ...answer,
  headers: { ...answer.headers, [header]: undefined },
});
const withHeader = (answer: Answer, name: string, value: string): Answer => ({
  ...answer,
  headers: { ...answer.headers, [name]: value },
});

type Change = Parameters<typeof tampered>[1];
const ofPath =
  (wanted: string, change: (answer: Answer) => Answer): Change =>
  (path, answer) =>
    path === wanted ? change(answer) : answer;
const status = (path: string, code: number) => ofPath(path, (answer) => ({ ...answer, status: code }));

const broken: readonly (readonly [string, string, 'preview' | 'world', Change, string])[] = [
  [
    'smoke.status',
    'answers 500',
    'preview',
    status('/status', 500),
    'GET /status answered 500 instead of 200.',
  ],
  [
    'smoke.status',
    'is not ok',
    'preview',
    ofPath('/status', (answer) => said(answer, { status: 'ill' })),
    'GET /status says that its status is "ill", not "ok".',
  ],
  [
    'smoke.revision',
    'is another',
    'preview',
    (_, answer) => withHeader(answer, 'x-spacetime-revision', 'xxxx'),
    `X-Spacetime-Revision is xxxx instead of ${revision}.`,
  ],
  [
    'smoke.revision',
    'is not told',
    'world',
    (_, answer) => without(answer, 'x-spacetime-revision'),
    `X-Spacetime-Revision is none instead of ${revision}.`,
  ],
  ['smoke.page', 'is gone', 'preview', status('/', 404), 'GET / answered 404 instead of 200.'],
  [
    'smoke.page',
    'lacks a file',
    'preview',
    status(`/r/${revision}/assets/page.js`, 502),
    `GET /r/${revision}/assets/page.js answered 502 instead of 200.`,
  ],
  [
    'smoke.page',
    'names nothing',
    'preview',
    ofPath('/', (answer) => ({ ...answer, bytes: Buffer.from('<p>') })),
    'GET / names no files.',
  ],
  [
    'smoke.page',
    'is no page',
    'preview',
    ofPath('/', (answer) => withHeader(answer, 'content-type', 'text/plain')),
    'GET / answered text/plain instead of text/html.',
  ],
  [
    'smoke.metrics',
    'lack one',
    'preview',
    ofPath('/metrics', (answer) => ({
      ...answer,
      bytes: Buffer.from(Buffer.from(answer.bytes).toString().replaceAll('godot_fps', 'frames')),
    })),
    'GET /metrics lacks godot_fps.',
  ],
  [
    'smoke.headers',
    'lack nosniff',
    'preview',
    ofPath('/', (answer) => without(answer, 'x-content-type-options')),
    'GET /: x-content-type-options is missing instead of nosniff.',
  ],
  [
    'smoke.headers',
    'tell the server',
    'world',
    (_, answer) => withHeader(answer, 'x-powered-by', 'Express'),
    'GET /scenes: x-powered-by tells Express.',
  ],
  [
    'smoke.headers',
    'lack a policy',
    'preview',
    (_, answer) => without(answer, 'content-security-policy'),
    'GET /status: content-security-policy is missing.',
  ],
  [
    'smoke.authentication',
    'asks for no token',
    'world',
    (path, answer, { token }) => (path === '/jobs' && !token ? { ...answer, status: 200 } : answer),
    'GET /jobs without a token answered 200 instead of 401.',
  ],
  [
    'smoke.authentication',
    'takes any token',
    'world',
    (path, answer, { token }) => (path === '/api/jobs' && token ? { ...answer, status: 200 } : answer),
    'GET /api/jobs with a wrong token answered 200 instead of 401.',
  ],
  [
    'smoke.limit',
    'admits all',
    'world',
    (_, answer) => (answer.status === 429 ? { ...answer, status: 200 } : answer),
    'Of 15 requests at once 15 were admitted and 0 got 429, with a limit of 10.',
  ],
  [
    'smoke.limit',
    'tells no reset',
    'world',
    (_, answer) => without(answer, 'retry-after'),
    'Retry-After is missing, not 1 to 5.',
  ],
  [
    'smoke.limit',
    'tells a wrong reset',
    'world',
    (_, answer) => (answer.status === 429 ? withHeader(answer, 'retry-after', '60') : answer),
    'Retry-After is 60, not 1 to 5.',
  ],
  [
    'smoke.scene',
    'is not shown',
    'world',
    ofPath('/scene', (answer) => ({ ...said(answer, { message: 'No memory.' }), status: 500 })),
    'GET /scene answered 500 instead of 200: No memory.',
  ],
  [
    'smoke.scene',
    'has a file that is none',
    'world',
    (path, answer) => (path.endsWith('.glb') ? { ...answer, bytes: Buffer.from('<html>') } : answer),
    expect.stringMatching(/^The file of res:\/\/\w+\.tscn is no GLB\.$/) as unknown as string,
  ],
  [
    'smoke.scene',
    'is not remembered',
    'world',
    ofPath('/scene/history', (answer) => said(answer, { history: [], count: 0 })),
    expect.stringMatching(
      /^GET \/scene\/history does not tell of res:\/\/\w+\.tscn, which was loaded\.$/,
    ) as unknown as string,
  ],
  [
    'smoke.webhook',
    'has a wrong signature',
    'world',
    ofPath('/webhooks', (answer) =>
      said(answer, { ...json(answer), secret: `whsec_${btoa('x'.repeat(32))}` }),
    ),
    'The signature of Standard Webhooks is not good: No matching signature found.',
  ],
  [
    'smoke.webhook',
    'names another webhook',
    'world',
    ofPath('/webhooks', (answer) => said(answer, { ...json(answer), webhook_id: '77' })),
    'x-webhook-id is not what it must be for this delivery.',
  ],
  [
    'smoke.webhook',
    'is not in the list',
    'world',
    ofPath('/webhooks', (answer) => said(answer, { ...json(answer), webhooks: [] })),
    expect.stringMatching(
      /^GET \/webhooks does not list webhook \w+, which was registered\.$/,
    ) as unknown as string,
  ],
  [
    'smoke.job',
    'fails',
    'world',
    (path, answer) =>
      path.startsWith('/jobs/') ? said(answer, { job: { status: 'failed', error: 'No memory' } }) : answer,
    'The job cache_warming failed: No memory.',
  ],
  [
    'smoke.telemetry',
    'gives no ticket',
    'world',
    status('/auth/ws-ticket', 500),
    'POST /auth/ws-ticket answered 500 instead of 200.',
  ],
];

it.each(broken)('%s fails when it %s', async (name, _, where, change, evidence) => {
  const found = await outcomes([name], (shared) => ({ [where]: tampered(shared[where], change) }));
  expect(found).toMatchObject([{ name, result: 'Failed', evidence }]);
});

it('what does not get better until the time is over fails, and says how it was last', async () => {
  const change: Change = (path, answer) =>
    path === '/health'
      ? { ...answer, status: 503 }
      : path.startsWith('/jobs/')
        ? said(answer, { job: { status: 'running' } })
        : answer;
  const short = { spec: spec({ timeoutSeconds: 1 }) };
  const ill = (names: readonly string[]) =>
    outcomes(names, ({ preview, world }) => ({
      ...short,
      preview: tampered(preview, change),
      world: tampered(world, change),
    }));
  expect(await ill(['smoke.health'])).toMatchObject([
    { result: 'Failed', evidence: 'GET /health of the preview answered 503 instead of 200.' },
  ]);
  expect(await ill(['smoke.job'])).toMatchObject([
    { result: 'Failed', evidence: 'The job cache_warming is still running.' },
  ]);
});

it('paths of the spec fail with another status, and when they are slower than the spec says', async () => {
  const asked = (path: object) =>
    outcomes(['smoke.paths'], () => ({ spec: spec({ paths: [path as never] }) }));
  expect(await asked({ path: '/api/nowhere', expectedStatus: 200 })).toMatchObject([
    { result: 'Failed', evidence: 'GET /api/nowhere answered 404 instead of 200.' },
  ]);
  expect(await asked({ path: '/status', expectedStatus: 200, maxMilliseconds: 0.001 })).toMatchObject([
    {
      result: 'Failed',
      evidence: expect.stringMatching(/^GET \/status took .* at best of 3, with a limit of 0.001 ms\.$/),
    },
  ]);
});

it('who is over the limit of the preview asks again when it may', async () => {
  let refused = 0;
  const change: Change = (path, answer) =>
    path === '/api/scenes' && refused++ === 0
      ? { ...withHeader(answer, 'retry-after', '1'), status: 429 }
      : answer;
  const found = await outcomes(['smoke.paths'], ({ preview }) => ({
    preview: tampered(preview, change),
    spec: spec({ paths: [{ path: '/api/scenes', expectedStatus: 200 }] }),
  }));
  expect(found).toMatchObject([{ result: 'Passed' }]);
  expect(refused).toBe(2);
});
