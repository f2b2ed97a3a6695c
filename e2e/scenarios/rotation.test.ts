import { objectPath, resources } from '../../operator/src/kube/resources.ts';
import type { Pod, Secret } from '../../operator/src/kube/types.ts';
import { spacetime } from '../harness/cli.ts';
import { kubectl } from '../harness/kubectl.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { startTokenUsers } from '../harness/tokenUsers.ts';
import { until } from '../harness/until.ts';

const minutes = 60_000;
const spec = {
  ...shortSpec,
  // More than the users of this test ask for.
  api: { requestsPerMinute: 100_000 },
  secrets: { rotation: { overlapSeconds: 60 } },
};

let stage: Scenario;

beforeAll(async () => {
  stage = await scenario('rotation');
  await stage.world.apply(spec);
  await stage.world.released();
}, 8 * minutes);

afterAll(() => stage?.close(), 4 * minutes);

const typed = (...args: string[]) => spacetime([...args, '-n', stage.world.namespace]);

async function secretValue(key: string): Promise<string> {
  const { namespace, name } = stage.world;
  const secret = await stage.cluster.read<Secret>(
    objectPath(resources.secrets, namespace, `${name}-secrets`),
  );
  return Buffer.from(secret?.data?.[key] ?? '', 'base64').toString();
}

async function statusFor(token: string): Promise<number> {
  const answer = await fetch(`${await stage.world.address()}/scenes`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await answer.text();
  return answer.status;
}

const pods = async () =>
  (await stage.cluster.list<Pod>(`/api/v1/namespaces/${stage.world.namespace}/pods`))
    .filter(({ metadata }) => metadata.labels?.['app'] === 'spacetime')
    .map(({ metadata }) => metadata.uid)
    .sort();

it(
  'an API token is replaced under load: no request fails, no pod is new, and the old one is refused when its time is over',
  async () => {
    const [old, before] = [await secretValue('API_TOKEN'), await pods()];
    await until('The API answers', async () => ((await statusFor(old)) === 200 ? true : undefined));
    const users = startTokenUsers(`${await stage.world.address()}/scenes`, () => secretValue('API_TOKEN'));
    await until('Some requests', async () => (users.answers.length > 50 ? true : undefined));

    const { out, sentence } = await typed('rotate', 'API_TOKEN');
    expect(sentence).toBe('');
    expect(out).toContain('rotate API_TOKEN of');
    const next = await secretValue('API_TOKEN');
    expect(next).not.toBe(old);
    expect(await statusFor(old)).toBe(200);

    await until(
      'The old token is refused',
      async () => ((await statusFor(old)) === 401 ? true : undefined),
      150,
    );
    await stage.world.until(
      'the rotation is over',
      ({ status }) => status.secrets[0]?.lastRotationTime !== undefined && !status.secrets[0].overlapUntil,
    );
    await users.stop();
    expect(users.tokens).toEqual([old, next]);
    expect(users.answers.filter((status) => status !== 200)).toEqual([]);
    expect(await statusFor(next)).toBe(200);
    expect(await pods()).toEqual(before);
  },
  6 * minutes,
);

it(
  'goes on while releases are paused',
  async () => {
    await stage.world.apply({ ...spec, paused: true });
    const before = await secretValue('GRAFANA_ADMIN_PASSWORD');
    expect((await typed('rotate', 'GRAFANA_ADMIN_PASSWORD')).sentence).toBe('');
    await until('Another password', async () =>
      (await secretValue('GRAFANA_ADMIN_PASSWORD')) === before ? undefined : true,
    );
  },
  2 * minutes,
);

it(
  'a token of the user is refused to be rotated, and stays',
  async () => {
    const { namespace, name } = stage.world;
    const mine = 'a-token-of-my-own-0123456789';
    const patch = JSON.stringify({ stringData: { API_TOKEN: mine } });
    await kubectl(['patch', 'secret', `${name}-secrets`, '-n', namespace, '--type=merge', '-p', patch]);
    await until('The pods take it', async () => ((await statusFor(mine)) === 200 ? true : undefined), 180);
    const { sentence } = await typed('rotate', 'API_TOKEN');
    expect(sentence).toContain('the value is yours');
    expect(await secretValue('API_TOKEN')).toBe(mine);
  },
  5 * minutes,
);
