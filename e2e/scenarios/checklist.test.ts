import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfigMap, Pod, Secret } from '../../operator/src/kube/types.ts';
import { aReceiver, type Receiver } from '../../runtime/test/aReceiver.ts';
import { makeCertificate } from '../../runtime/test/certificate.ts';
import type { ChecklistBlock, Place } from '../../runtime/test/checklist/block.ts';
import { checklistBlocks } from '../../runtime/test/checklist/checklistBlocks.ts';
import { runBlock } from '../../runtime/test/checklist/runBlock.ts';
import { addressTowards } from '../harness/address.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { applyPair } from '../harness/tls.ts';

/** The commands of the production checklist, as they are written there, against pods of the cluster. */

const minutes = 60_000;
const production = {
  ...shortSpec,
  environment: 'production',
  scenes: { whitelist: { production: ['res://vr_main.tscn', 'res://minimal_test.tscn'] } },
  tls: { secretRef: { name: 'world-tls' } },
};
// The receiver of a test has a private address, which production never sends to.
const staging = { ...production, environment: 'staging', webhooks: { addressPolicy: 'Any' } };
const needsReceiver = ({ section }: ChecklistBlock) => section === 'Post-Deployment 2';

describe.each([1, 3])('on %d replicas', (replicas) => {
  let stage: Scenario;
  let directory: string;
  let host: string;
  beforeAll(async () => {
    stage = await scenario(`checklist-${replicas}`);
    directory = await mkdtemp(join(tmpdir(), 'spacetime-checklist-'));
    await applyPair(stage.world, await makeCertificate(directory, 'localhost'));
    await stage.world.apply({ ...production, replicas });
    await stage.world.released();
    host = new URL(await stage.world.address()).hostname;
    // curl finds the name of the certificate at the address of the Service, as DNS would tell it.
    await writeFile(join(directory, '.curlrc'), `resolve = "localhost:443:${host}"\n`);
  }, 5 * minutes);
  afterAll(async () => {
    await stage.close();
    await rm(directory, { recursive: true });
  }, 4 * minutes);

  /** Where the blocks run: each with a token of its own, so that none meets the limit of another. */
  async function place(name: string, receiver?: Receiver): Promise<Place> {
    const pod = await onePod(stage);
    await mkdir(join(directory, 'config'), { recursive: true });
    await writeFile(join(directory, 'config/scene_whitelist.json'), await whitelistOf(stage, pod));
    return {
      origin: `http://${host}`,
      secureOrigin: 'https://localhost',
      receiver: receiver?.url('') ?? 'https://webhook.site',
      received: () => receiver?.received ?? [],
      token: await issueToken(stage, `http://${host}`, name),
      directory,
      env: { ...variablesOf(pod), CURL_HOME: directory, CURL_CA_BUNDLE: join(directory, 'tls.crt') },
    };
  }

  it.each(checklistBlocks.filter((block) => !needsReceiver(block)))(
    'checklist $section: $name',
    async (block) => {
      const outcome = await runBlock(block, await place(`${block.section} ${block.name}`));
      for (const { holds } of block.expect) await holds(outcome);
    },
    3 * minutes,
  );

  it.each(checklistBlocks.filter(needsReceiver))(
    'checklist $section: $name, in staging',
    async (block) => {
      await stage.world.apply({ ...staging, replicas });
      await stage.world.released();
      const receiver = await aReceiver(undefined, await addressTowards(host));
      const outcome = await runBlock(block, await place(block.name, receiver));
      for (const { holds } of block.expect) await holds(outcome);
      await receiver.close();
    },
    5 * minutes,
  );
});

async function onePod({ cluster, world: { namespace } }: Scenario): Promise<Pod> {
  const pods = await cluster.list<Pod>(
    `/api/v1/namespaces/${namespace}/pods?labelSelector=app.kubernetes.io/component%3Druntime`,
  );
  const serving = pods.find(({ metadata }) => !metadata.deletionTimestamp);
  if (!serving) throw new Error('The world has no pod.');
  return serving;
}

const variablesOf = (pod: Pod): Record<string, string> =>
  Object.fromEntries((pod.spec?.containers[0]?.env ?? []).map(({ name, value }) => [name, value ?? '']));

/** The whitelist that a pod has mounted. */
async function whitelistOf({ cluster, world: { namespace } }: Scenario, pod: Pod): Promise<string> {
  const name = pod.spec?.volumes?.find(({ configMap }) => configMap)?.configMap?.name;
  const found = await cluster.read<ConfigMap>(`/api/v1/namespaces/${namespace}/configmaps/${name}`);
  return found?.data?.['scene_whitelist.json'] ?? '';
}

async function issueToken({ cluster, world }: Scenario, origin: string, name: string): Promise<string> {
  const path = `/api/v1/namespaces/${world.namespace}/secrets/${world.name}-secrets`;
  const admin = atob((await cluster.read<Secret>(path))?.data?.['API_TOKEN'] ?? '');
  const answer = await fetch(`${origin}/auth/tokens`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${admin}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name, scopes: ['read', 'write'] }),
  });
  const issued = (await answer.json()) as { token?: string };
  if (!issued.token) throw new Error(`No token was issued: ${JSON.stringify(issued)}`);
  return issued.token;
}
