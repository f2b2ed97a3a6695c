import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../../../runtime/checks/settings.ts';
import { anOwner, aRecorded, noon, revisions } from '../../test/builders.ts';
import { labels } from '../api/identity.ts';
import type { Container, Job, PodTemplate } from '../kube/types.ts';
import type { CustomCheck } from '../rollout/checks.ts';
import { type CheckImages, checkJob, checkSecret, customCheckJob } from './checkJob.ts';
import { disruptionBudget } from './disruptionBudget.ts';
import { selectorOf } from './metadata.ts';
import { render } from './render.ts';

const trial = { candidate: revisions.b, startedAt: noon.toISOString() };
const pinned = [{ mount: 'database', data: { DATABASE_URL: btoa('postgres://') }, isOwn: true }];

const both: CheckImages = { program: 'operator:1', browser: 'operator:1-browser' };

function job(spec: object = {}, images = both): Job {
  const owner = anOwner(spec);
  const recorded = { ...aRecorded(revisions.b), ...render(owner, revisions.b, pinned) };
  const made = checkJob(owner, trial, { recorded, images });
  if (!made) throw new Error('There is a container to check.');
  return made;
}

const custom: CustomCheck = {
  name: 'journey',
  image: 'journey:1',
  args: ['--fast'],
  mode: 'Required',
  timeoutSeconds: 60,
};
const customJob = customCheckJob(anOwner(), trial, custom, 3);

function podOf({ spec }: Job): NonNullable<PodTemplate['spec']> {
  if (!spec?.template.spec) throw new Error('A Job has a pod.');
  return spec.template.spec;
}
const check = (made: Job) => podOf(made).containers[0] as Container;
const world = (made: Job) => podOf(made).initContainers?.[0] as Container;
const env = ({ env = [] }: Container) => Object.fromEntries(env.map(({ name, value }) => [name, value]));

describe.each([
  ['the Job of the checks', job()],
  ['the Job of the checks with a browser', job({ rollout: { checks: { browser: { mode: 'Required' } } } })],
  ['the Job of a check of the user', customJob],
])('%s', (_, made) => {
  /** https://kubernetes.io/docs/concepts/security/pod-security-standards/, level restricted. */
  it('fits Pod Security restricted, has no token of the cluster, and writes to /tmp alone', () => {
    const pod = podOf(made);
    expect(pod).toMatchObject({
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
      expect(container.securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(Object.keys(container.resources?.limits ?? {}).sort()).toEqual([
        'cpu',
        'ephemeral-storage',
        'memory',
      ]);
      const writable = container.volumeMounts?.filter(({ readOnly }) => !readOnly);
      expect(writable?.map(({ mountPath }) => mountPath)).toEqual(['/tmp']);
    }
  });

  it('is found by no selector of runtime pods', () => {
    const found = made.spec?.template.metadata?.labels ?? {};
    const selects = (selector: Record<string, string>) =>
      Object.entries(selector).every(([label, value]) => found[label] === value);
    const owner = anOwner();
    const selectors = [
      selectorOf(owner),
      selectorOf(owner, revisions.b),
      disruptionBudget(owner).spec?.selector?.matchLabels ?? {},
      { [labels.app]: 'spacetime' },
    ];
    expect(selectors.map(selects)).toEqual([false, false, false, false]);
    expect(found).toMatchObject({ [labels.managedBy]: 'spacetime-operator', [labels.instance]: 'plaza' });
  });

  it('asks the candidate where no user does', () => {
    expect(env(check(made))).toMatchObject({
      CHECK_PREVIEW_URL: `http://plaza-${revisions.b}.worlds.svc:80`,
      CHECK_REVISION: revisions.b,
    });
  });

  it('is not tried again because the cluster took its pod away', () => {
    expect(made.spec?.podFailurePolicy?.rules).toMatchObject([
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    ]);
  });
});

describe('the world of the checks', () => {
  it('is the container of the candidate, as a sidecar that begins before the program', () => {
    const recorded = render(anOwner(), revisions.b, pinned).template.spec?.containers[0];
    const { name, restartPolicy, env: _, ...rest } = world(job());
    expect({ name, restartPolicy }).toEqual({ name: 'world', restartPolicy: 'Always' });
    expect(recorded).toMatchObject(rest);
    expect(rest.startupProbe).toMatchObject({ httpGet: { path: '/health' } });
  });

  it('has tables and tokens of its own, reaches only the receiver beside it, and announces itself to nobody', () => {
    const made = job({
      discovery: { mode: 'Broadcast' },
      webhooks: { addressPolicy: 'Any' },
      environment: 'staging',
    });
    expect(env(world(made))).toMatchObject({
      GODOT_ENV: 'staging',
      SPACETIME_REVISION: revisions.b,
      SPACETIME_DATABASE_TEMPORARY_SCHEMA: `check_${revisions.b}`,
      SPACETIME_WEBHOOK_ALLOWED_CIDRS: '127.0.0.1/32',
      SPACETIME_WEBHOOK_RETRIES: 'Fast',
      SPACETIME_REQUESTS_PER_MINUTE: '1000',
      SPACETIME_DISCOVERY_MODE: 'Answer',
    });
    const names = world(made).env?.map(({ name }) => name) ?? [];
    expect(new Set(names).size).toBe(names.length);
    expect(podOf(made).volumes).toContainEqual({
      name: 'tokens',
      secret: { secretName: `plaza-${revisions.b}-check` },
    });
  });

  it('is asked at the port that it listens on', () => {
    expect(env(check(job({ api: { port: 9000 } })))['CHECK_WORLD_URL']).toBe('http://127.0.0.1:9000');
  });
});

describe('the program', () => {
  it('is that of the image, and knows the spec with its defaults', () => {
    expect(check(job())).toMatchObject({ image: 'operator:1', command: ['node', 'checks.js'] });
    const spec: unknown = JSON.parse(String(env(check(job()))['CHECK_SPEC']));
    expect(spec).toMatchObject({
      smoke: { mode: 'Required', timeoutSeconds: 120, paths: [] },
      load: { requests: 1000, concurrency: 10, minSuccessPercent: 99 },
      browser: { mode: 'Disabled' },
    });
    expect(spec).not.toHaveProperty('custom');
  });

  it('has the token of its world from the Secret of the check, and that of the candidate from the Secret of the world', () => {
    const tokens = podOf(job()).volumes?.find(({ name }) => name === 'check-tokens');
    expect(tokens?.projected?.sources).toEqual([
      { secret: { name: `plaza-${revisions.b}-check`, items: [{ key: 'API_TOKEN', path: 'API_TOKEN' }] } },
      { secret: { name: 'plaza-secrets', items: [{ key: 'API_TOKEN', path: 'PREVIEW_TOKEN' }] } },
    ]);
    expect(check(job()).volumeMounts).toContainEqual({
      name: 'check-tokens',
      mountPath: '/var/run/secrets/spacetime.dev/check',
      readOnly: true,
    });
  });

  it('understands what it is told', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'check-'));
    const files = podOf(job()).volumes?.find(({ name }) => name === 'check-tokens')?.projected?.sources;
    for (const { secret } of files ?? [])
      for (const { path } of secret?.items ?? []) await writeFile(join(folder, path), path);
    const settings = await readSettings({ ...env(check(job())), CHECK_TOKENS_DIR: folder });
    await rm(folder, { recursive: true });
    expect(settings).toMatchObject({
      revision: revisions.b,
      tokens: { preview: 'PREVIEW_TOKEN', world: 'API_TOKEN' },
      spec: { load: { minSuccessPercent: 99 } },
    });
  });

  it('has a browser and room for it where one is asked for and there is one', () => {
    const found = (mode: string, images?: CheckImages) => {
      const { image, resources } = check(job({ rollout: { checks: { browser: { mode } } } }, images));
      return [image, resources?.limits?.['memory']];
    };
    expect(found('Disabled')).toEqual(['operator:1', '384Mi']);
    expect(found('Advisory')).toEqual(['operator:1-browser', '2Gi']);
    expect(found('Required', { program: 'operator:1' })).toEqual(['operator:1', '384Mi']);
  });

  it('has the time of its checks and of a start', () => {
    expect(podOf(job()).activeDeadlineSeconds).toBe(60 + 240 + 120);
    expect(podOf(job({ rollout: { checks: { load: { mode: 'Disabled' } } } })).activeDeadlineSeconds).toBe(
      60 + 120 + 120,
    );
  });
});

it('the Secret holds the token that was drawn for it', () => {
  expect(checkSecret(anOwner(), trial, 'secret').data).toEqual({ API_TOKEN: btoa('secret') });
});

it('a check of the user is its image with its arguments, tried once, and told by the end of its log', () => {
  expect(customJob.metadata).toMatchObject({
    name: `plaza-${revisions.b}-check-3`,
    annotations: { 'spacetime.dev/custom-check': 'journey' },
  });
  expect(customJob.spec?.backoffLimit).toBe(0);
  expect(check(customJob)).toMatchObject({
    image: 'journey:1',
    args: ['--fast'],
    terminationMessagePolicy: 'FallbackToLogsOnError',
  });
});

it('names fit where Kubernetes makes a label of them', () => {
  const owner = anOwner({}, { name: 'p'.repeat(40) });
  expect(customCheckJob(owner, trial, custom, 8).metadata.name.length).toBeLessThanOrEqual(63);
});
