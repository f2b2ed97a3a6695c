import { anApp, type RunningApp } from '../../test/anApp.ts';
import { until } from '../../test/until.ts';
import { countPods } from './pods.ts';

const pods: RunningApp[] = [];
beforeEach(async () => {
  const first = await anApp();
  pods.push(first, await anApp({ beside: first }), await anApp({ beside: first }));
});
afterEach(async () => {
  // The first owns the database, so it goes last.
  for (const pod of pods.splice(0).toReversed()) await pod.close();
});

const each = <T>(ask: (pod: RunningApp) => Promise<T>) => Promise.all(pods.map(ask));
const statusAs = (token: string) => async (pod: RunningApp) =>
  (await pod.ask('/auth/status', { headers: { Authorization: `Bearer ${token}` } })).status;
const post = async (path: string, body: object) => {
  const init = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
  return (await pods[0]?.ask(path, { as: 'caller', ...init }))?.json() as Promise<{
    id: number;
    token: string;
  }>;
};

describe('three pods of a world', () => {
  it('answer exactly 100 requests of one caller in a minute', async () => {
    const burst = Array.from({ length: 150 }, () => each((pod) => pod.ask('/status', { as: 'caller' })));
    const answers = (await Promise.all(burst)).flat();
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(100);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(350);
    expect(await each(async (pod) => (await pod.ask('/status')).status)).toEqual([200, 200, 200]);
  });

  it('recognise a token that one of them issued, and none that was revoked', async () => {
    const { id, token } = await post('/auth/tokens', { name: 'robot' });
    const all = (status: number) => async () => (await each(statusAs(token))).every((one) => one === status);
    await until('all pods to know it', all(200));
    await post('/auth/revoke', { id });
    await until('all pods to refuse it', all(401));
  });

  it('recognise callers while the database is away, and admit a share of the limit each', async () => {
    const counts = pods.map(({ deps }) => countPods(deps.database, deps.signals));
    await until('the pods to count each other', () => counts.every((count) => count() === 3));
    const { token } = await post('/auth/tokens', { name: 'robot', requests_per_minute: 9 });
    await until('all pods to know it', async () => (await each(statusAs(token))).every((one) => one === 200));
    for (const { database } of pods)
      Object.assign(database.pool, {
        query: () => Promise.reject(new Error('no database')),
        connect: () => Promise.reject(new Error('no database')),
      });
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push(await each(statusAs(token)));
    for (const { database } of pods)
      for (const name of ['query', 'connect']) Reflect.deleteProperty(database.pool, name);
    expect(statuses).toEqual([
      [200, 200, 200],
      [200, 200, 200],
      [200, 200, 200],
      [429, 429, 429],
    ]);
  });
});
