import { aWorld } from '../../test/aWorld.ts';
import type { KubeObject, Pod } from '../kube/types.ts';

const staged = { promotion: { allowedNamespaces: ['worlds'] }, environment: 'staging' };
const required = {
  promotion: { requires: { name: 'rehearsal', trustedNamespaces: ['staging'], minStableSeconds: 0 } },
};
type World = ReturnType<typeof aWorld>;

/** Production sees what staging is now, as the operator's copy of the cluster shows it. */
function publish(staging: World, production: World): void {
  const object = staging.store.find<KubeObject & { status?: object }>('SpaceTime', 'plaza');
  production.store.put({ ...object, metadata: { name: 'rehearsal' } } as KubeObject);
}

async function turns(world: World, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await world.turn();
}

const runtimePods = ({ store }: World) =>
  store.all().filter((object): object is KubeObject & Pod & { metadata: never } => isRuntime(object));
const isRuntime = ({ kind, metadata }: KubeObject) =>
  kind === 'Pod' && metadata.labels?.['app.kubernetes.io/component'] === 'runtime';
const releasedIn = (world: World) => world.status().conditions.find(({ type }) => type === 'Released');
const reasons = ({ cluster }: World) => cluster.told.map((text) => text.split(':')[0]?.split(' ')[1]);

async function bothServe(image = 'plaza:1.0.0'): Promise<{ staging: World; production: World }> {
  const [staging, production] = [aWorld(), aWorld()];
  staging.asks({ image, ...staged });
  await staging.settle();
  production.asks({ image, ...required });
  publish(staging, production);
  await production.settle();
  return { staging, production };
}

it('a release waits without a pod until the same artifact has passed, then goes on by itself', async () => {
  const [staging, production] = [aWorld(), aWorld()];
  production.asks({ image: 'plaza:1.0.0', ...required });
  staging.asks({ image: 'plaza:1.0.0', ...staged });
  await staging.until('Checking');
  publish(staging, production);
  await turns(production, 5);
  expect(releasedIn(production)).toMatchObject({ status: 'Unknown', reason: 'WaitingForPromotion' });
  expect(production.status().promotion?.waitingFor).toBe(staging.status().revisions[0]?.artifact);
  expect(runtimePods(production)).toEqual([]);

  await staging.settle();
  expect(staging.status().promotion?.passed).toHaveLength(1);
  publish(staging, production);
  await production.settle();
  expect(production.status()).toMatchObject({ phase: 'Stable' });
  expect(production.status().promotion).toBeUndefined();
  expect(reasons(production).filter((reason) => /Promotion/.test(reason ?? ''))).toEqual([
    'WaitingForPromotion',
    'PromotionPassed',
  ]);
  expect(reasons(staging)).toContain('PromotionPassed');
});

it('what serves goes on serving while the next one waits, and going back needs no pass', async () => {
  const { production } = await bothServe();
  production.asks({ image: 'plaza:2.0.0', ...required });
  await production.settle();
  expect(production.status()).toMatchObject({ phase: 'Stable', promotion: { passed: [] } });
  expect(releasedIn(production)?.reason).toBe('WaitingForPromotion');
  expect(production.serving()).toHaveLength(2);
  production.asks({ image: 'plaza:1.0.0', ...required });
  await production.settle();
  expect(releasedIn(production)?.reason).toBe('Stable');
});

it('a pass that is withdrawn stops the release where it is', async () => {
  const { staging, production } = await bothServe();
  staging.asks({ image: 'plaza:2.0.0', ...staged });
  await staging.settle();
  production.asks({ image: 'plaza:2.0.0', ...required });
  publish(staging, production);
  await production.until('Canary');
  staging.asks({ image: 'plaza:2.0.0', promotion: {}, environment: 'staging' });
  await staging.settle();
  publish(staging, production);
  await turns(production, 30);
  expect(production.status()).toMatchObject({ phase: 'Canary', release: { step: 1 } });
  expect(releasedIn(production)?.reason).toBe('WaitingForPromotion');
  expect(reasons(production)).toContain('PromotionWithdrawn');
});

it('what is undone in staging has not passed after all, and what serves there again still has', async () => {
  const { staging } = await bothServe();
  const [first] = staging.status().promotion?.passed ?? [];
  staging.asks({ image: 'plaza:2.0.0', ...staged });
  await staging.settle();
  expect(staging.status().promotion?.passed).toHaveLength(2);
  staging.asks({ image: 'plaza:2.0.0', ...staged }, { 'spacetime.dev/undo': 'previous' });
  await staging.settle();
  expect(staging.status()).toMatchObject({ promotion: { passed: [first] } });
  expect(reasons(staging)).toContain('PromotionWithdrawn');
});

it('a tag that was pushed again reaches no user', async () => {
  const { staging, production } = await bothServe();
  staging.asks({ image: 'plaza:2.0.0', ...staged });
  await staging.settle();
  const object = staging.store.find<KubeObject & { status: { promotion: { passed: object[] } } }>(
    'SpaceTime',
    'plaza',
  );
  const passed = object?.status.promotion.passed.map((pass) => ({ ...pass, imageID: 'sha256:old' }));
  production.store.put({
    ...object,
    metadata: { name: 'rehearsal' },
    status: { ...object?.status, promotion: { passed } },
  } as unknown as KubeObject);
  const before = production.status().stableRevision;
  production.asks({ image: 'plaza:2.0.0', ...required });
  await turns(production, 60);
  expect(production.status()).toMatchObject({ phase: 'Checking', stableRevision: before });
  expect(releasedIn(production)?.message).toContain('the image that runs here is another one');
});

it('the record of a revision says its artifact', async () => {
  const { staging } = await bothServe();
  const record = staging.store.all().find(({ kind }) => kind === 'ControllerRevision');
  expect(record?.metadata.annotations?.['spacetime.dev/artifact']).toBe(
    staging.status().revisions[0]?.artifact,
  );
});
