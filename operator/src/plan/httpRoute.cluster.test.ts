import { jest } from '@jest/globals';
import { pino } from 'pino';
import { baking, canary, stable } from '../../test/aRollout.ts';
import { aRoute, aRoutedOwner } from '../../test/aRoute.ts';
import { anInstallation } from '../../test/builders.ts';
import { aContract, patiently } from '../../test/contract.ts';
import { eventually } from '../../test/eventually.ts';
import { gatewayDefinitions } from '../../test/gatewayDefinitions.ts';
import { type RealApiServer, realApiServer } from '../../test/realApiServer.ts';
import { systemClock } from '../clock.ts';
import { reflect } from '../kube/reflector.ts';
import { type Resource, resources } from '../kube/resources.ts';
import type { HTTPRoute, KubeObject } from '../kube/types.ts';
import type { Credentials } from '../kube/wire/credentials.ts';
import type { Owner } from './owner.ts';

jest.setTimeout(300_000);

// An API server of its own, because other tests are glad of a cluster without the Gateway API.
let real: RealApiServer;
beforeAll(async () => {
  real = await realApiServer();
});
const { server, cluster, namespace, owner, create, show, asked } = aContract(
  (): Promise<Credentials> => real.credentials(),
);
afterAll(async () => {
  await real.close();
});

const definitionsPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

async function install(): Promise<void> {
  for (const body of gatewayDefinitions()) {
    const { name } = body.metadata;
    await server.request({ doing: `install ${name}`, method: 'POST', path: definitionsPath, body });
  }
}

async function uninstall(): Promise<void> {
  const name = 'httproutes.gateway.networking.k8s.io';
  await server.request({ doing: `delete ${name}`, method: 'DELETE', path: `${definitionsPath}/${name}` });
}

/** What the operator would apply, in the namespace of this test and with its owner. */
function inTest(route: HTTPRoute): HTTPRoute {
  const { apiVersion, kind, metadata } = owner();
  const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true };
  return { ...route, metadata: { ...route.metadata, namespace, ownerReferences: [reference] } };
}

const withParents: Owner = aRoutedOwner({
  exposure: {
    hostnames: ['plaza.example.com', '*.plaza.example.com'],
    gateway: {
      parentRefs: [
        { kind: 'ListenerSet', name: 'plaza', sectionName: 'https' },
        { name: 'public', sectionName: 'a' },
        { name: 'public', sectionName: 'b' },
      ],
    },
  },
});

const published = anInstallation({
  sharedGateways: [
    { published: 'outside', namespace: 'edge', name: 'public' },
    { published: 'inside', namespace: 'edge', name: 'public', sectionName: 'inside' },
  ],
});
const withSharedGateways: Owner = aRoutedOwner({
  exposure: {
    hostnames: ['plaza.example.com'],
    gateway: { parentRefs: [{ name: 'public', sectionName: 'a' }], sharedGateways: ['inside'] },
  },
});

describe('HTTPRoutes', () => {
  const stop = new AbortController();
  afterAll(() => stop.abort());
  const told: boolean[] = [];
  const reflector = () =>
    reflect<KubeObject>({
      connection: server,
      resource: resources.httpRoutes as Resource,
      clock: systemClock,
      random: Math.random,
      log: pino({ enabled: false }),
      onChange: () => undefined,
      onServed: (isServed) => told.push(isServed),
    });

  it('are found when their API is installed, taken in every form, and lost when it goes', async () => {
    const routes = reflector();
    const running = routes.start(stop.signal);
    await routes.synced;
    expect(routes.isServed()).toBe(false);

    await install();
    const route = inTest(aRoute(stable, 0));
    const stored = await patiently(() => cluster.apply(route));
    expect(stored.spec).toMatchObject(route.spec);
    await eventually(() => routes.isServed(), true, 60);
    await eventually(
      () =>
        routes
          .list()
          .map(({ metadata }) => metadata.name)
          .join(),
      'plaza',
    );

    await show(route);
    asked.length = 0;
    await cluster.apply(route);
    expect(asked).toEqual([]);

    const forms = [
      aRoute(canary, 1),
      aRoute(baking, 100),
      aRoute({ phase: 'Pending' }, 0),
      aRoute(canary, 0, withParents),
      aRoute(stable, 0, withSharedGateways, published),
      aRoute(stable, 0, withSharedGateways),
    ];
    for (const form of forms) {
      const changed = await cluster.apply(inTest(form));
      expect(changed.spec).toMatchObject(form.spec);
      await show(inTest(form));
    }

    await uninstall();
    // A server that lives on may keep a watch on what is gone for minutes.
    await real.kill();
    await real.start();
    await eventually(() => routes.isServed(), false, 60);
    expect([routes.list(), routes.caughtUp('9999999999')]).toEqual([[], true]);
    expect(told).toEqual([false, true, false]);
    stop.abort();
    await running;
  });

  it('are attached to Gateways and ListenerSets, which are read', async () => {
    const spec = {
      gatewayClassName: 'any',
      listeners: [
        { name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'tls' }] } },
      ],
    };
    const gateway = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'public', namespace },
      spec,
    };
    await create(gateway);
    const found = await cluster.read(resources.gateways, namespace, 'public');
    expect(found?.spec.listeners).toMatchObject([{ name: 'https', port: 443, protocol: 'HTTPS' }]);
    expect(await cluster.read(resources.listenerSets, namespace, 'plaza')).toBeUndefined();
  });
});
