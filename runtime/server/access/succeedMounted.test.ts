import { anApp, token as old, type RunningApp } from '../../test/anApp.ts';
import { until } from '../../test/until.ts';
import { registerMounted } from './registerMounted.ts';
import { scopes } from './scopes.ts';
import { digestOf } from './tokens.ts';

const next = 'the-next-token-of-the-tests';
const pods: RunningApp[] = [];
const env = { SPACETIME_REQUESTS_PER_MINUTE: '5' };
const manyRequests = { SPACETIME_REQUESTS_PER_MINUTE: '1000000' };
const aWorld = async (settings = manyRequests) => {
  const first = await anApp({ env: settings });
  pods.push(first, await anApp({ beside: first, env: settings }));
  pods.push(await anApp({ beside: first, env: settings }));
};
afterEach(async () => {
  // The first owns the database, so it goes last.
  for (const pod of pods.splice(0).toReversed()) await pod.close();
});

const digest = (token: string) => digestOf(token).toString('hex');
const ask = (pod: RunningApp, path: string, token: string, init: RequestInit = {}) =>
  pod.ask(path, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } });
const say = (pod: RunningApp, as: string, body: object) =>
  ask(pod, '/auth/mounted', as, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
const sayToAll = async (as: string, body: object) =>
  Promise.all(pods.map(async (pod) => (await say(pod, as, body)).status));
const statuses = (token: string) =>
  Promise.all(pods.map(async (pod) => (await ask(pod, '/status', token)).status));
const mountedOf = (token: string) => ({ name: 'API_TOKEN', digest: digest(token), scopes });
/** A pod reads its file. */
const reads = (pod: RunningApp | undefined, token: string) =>
  pod && registerMounted(pod.database, mountedOf(token), 3600);

describe('a mounted token that is rotated', () => {
  it('fails no request of who reads the Secret, however late each pod reads its file', async () => {
    await aWorld();
    let secret = old;
    let isOver = false;
    const answers: number[] = [];
    const client = async (turn: number) => {
      for (let n = turn; !isOver; n++) {
        const pod = pods[n % pods.length];
        if (pod) answers.push((await ask(pod, '/scenes', secret)).status);
      }
    };
    const load = Promise.all([0, 1, 2, 3].map(client));
    const more = async () => {
      const before = answers.length;
      await until('more requests', () => answers.length > before + 50);
    };
    await more();
    expect(await sayToAll(old, { digest: digest(next) })).toEqual([200, 200, 200]);
    await more();
    secret = next;
    await reads(pods[0], next);
    expect((await say(pods[1] as RunningApp, next, { digest: digest(next), others_end_in: 2 })).status).toBe(
      200,
    );
    // A container that starts again before the node has brought it the new file.
    await reads(pods[2], old);
    await more();
    await until('the old token to end', async () => (await statuses(old)).every((status) => status === 401));
    await reads(pods[1], next);
    await more();
    isOver = true;
    await load;
    expect(answers.filter((status) => status !== 200)).toEqual([]);
  });

  it('does not come back with a file that is old, nor with a pod that starts later', async () => {
    await aWorld();
    await say(pods[0] as RunningApp, old, { digest: digest(next), others_end_in: 0 });
    await reads(pods[1], old);
    const [first] = pods;
    // It mounts what the tests mount: the old token.
    pods.push(await anApp({ ...(first && { beside: first }), env: manyRequests }));
    await until('every pod to refuse it', async () =>
      (await statuses(old)).every((status) => status === 401),
    );
    expect(await statuses(next)).toEqual([200, 200, 200, 200]);
  });

  it('makes none good again that had ended before', async () => {
    await aWorld();
    const [pod] = pods as [RunningApp];
    await registerMounted(pod.database, mountedOf(next), 0);
    await until('every pod to refuse it', async () =>
      (await statuses(old)).every((status) => status === 401),
    );
    await say(pod, next, { digest: digest('the-third-token-of-the-tests'), others_end_in: 60 });
    await until('the third token', async () =>
      (await statuses('the-third-token-of-the-tests')).every((status) => status === 200),
    );
    expect([await statuses(old), await statuses(next)]).toEqual([
      [401, 401, 401],
      [200, 200, 200],
    ]);
  });

  it('takes nothing of the requests that its users may make', async () => {
    await aWorld(env);
    for (let n = 0; n < 4; n++) await sayToAll(old, { digest: digest(next) });
    await say(pods[0] as RunningApp, next, { digest: digest(next), others_end_in: 60 });
    const [pod] = pods;
    const made = [];
    for (let n = 0; n < 6; n++) if (pod) made.push((await ask(pod, '/status', next)).status);
    expect(made).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('is followed by none that was revoked, nor at the word of another token', async () => {
    await aWorld();
    const [pod] = pods as [RunningApp];
    const post = (path: string, body: object) =>
      ask(pod, path, old, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    const issued = await post('/auth/tokens', { name: 'chief', scopes: ['admin'] });
    const chief = (await issued.json()) as { id: number; token: string };
    expect((await say(pod, chief.token, { digest: digest(next) })).status).toBe(409);
    await post('/auth/revoke', { id: chief.id });
    const refused = await say(pod, old, { digest: digest(chief.token), others_end_in: 0 });
    expect([refused.status, (await refused.json()) as object]).toMatchObject([
      409,
      { message: 'The token was revoked; give another.' },
    ]);
    expect((await ask(pod, '/status', old)).status).toBe(200);
  });
});
