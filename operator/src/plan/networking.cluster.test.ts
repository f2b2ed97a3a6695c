import { jest } from '@jest/globals';
import { stable } from '../../test/aRollout.ts';
import { anOwner, aRecorded, revisions } from '../../test/builders.ts';
import { aContract } from '../../test/contract.ts';
import { type RealApiServer, realApiServer } from '../../test/realApiServer.ts';
import type { KubeObject } from '../kube/types.ts';
import type { Credentials } from '../kube/wire/credentials.ts';
import { ingress } from './ingress.ts';
import { networkPolicies } from './networkPolicies.ts';
import { service, usersService } from './service.ts';

jest.setTimeout(300_000);

// An API server of its own, so that this test needs no node.
let real: RealApiServer;
beforeAll(async () => {
  real = await realApiServer();
});
const { cluster, namespace, owner, show, asked } = aContract((): Promise<Credentials> => real.credentials());
afterAll(async () => {
  await real.close();
});

/** What the operator would apply, in the namespace of this test and with its owner. */
function inTest<T extends KubeObject>(object: T): T {
  const { apiVersion, kind, metadata } = owner();
  const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true };
  return { ...object, metadata: { ...object.metadata, namespace, ownerReferences: [reference] } };
}

/** Applies one form after the other; each is stored as it is, and applying it again writes nothing. */
async function takes<T extends KubeObject & { spec?: unknown }>(forms: readonly T[]): Promise<void> {
  for (const form of forms) {
    const wanted = inTest(form);
    const stored = await cluster.apply(wanted);
    expect(stored).toMatchObject({ spec: JSON.parse(JSON.stringify(form.spec)) });
    await show(wanted);
    asked.length = 0;
    await cluster.apply(wanted);
    expect(asked).toEqual([]);
  }
}

const tls = { secretRef: { name: 'mine' } };
const exposed = (exposure: object, more: object = {}) => anOwner({ tls, exposure, ...more });

it('takes an Ingress in every form', async () => {
  const hostnames = ['plaza.example.com', '*.plaza.example.com', 'localhost'];
  const wanted = exposed({ hostnames, ingress: {} });
  await takes([
    ingress(wanted, {}),
    ingress(wanted, { className: 'public' }),
    ingress(anOwner({ exposure: { hostnames, ingress: {} } }), {}),
  ]);
});

it('takes NetworkPolicies in every form', async () => {
  const peers = [
    { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
    { ipBlock: { cidr: 'fd00::/8' } },
    { podSelector: {} },
    { namespaceSelector: { matchLabels: { team: 'a' } }, podSelector: { matchLabels: { app: 'b' } } },
  ];
  const specs = [
    {},
    { exposure: { networkPolicy: { from: peers, to: peers } } },
    { discovery: { mode: 'Broadcast' } },
    { environment: 'staging', webhooks: { addressPolicy: 'Any' } },
    { database: { secretRef: { name: 'mine' } } },
  ];
  for (const spec of specs) {
    const world = anOwner(spec);
    const live = [aRecorded(revisions.a, {}, world)];
    const operator = { namespace: 'spacetime-system' };
    await takes(networkPolicies(world, live, { operator, databasePorts: [5432, 6432] }));
  }
});

it('takes a Service that changes from one type to another and back', async () => {
  const typed = (type: string, more: object = {}) => service(exposed({ service: { type, ...more } }), stable);
  const inside = { loadBalancerClass: 'example.com/inside' };
  await takes([
    typed('ClusterIP'),
    typed('LoadBalancer', {
      ...inside,
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['203.0.113.0/24', '2001:db8::/32'],
    }),
    typed('LoadBalancer', inside),
    typed('NodePort', { externalTrafficPolicy: 'Local' }),
    typed('ClusterIP'),
    typed('LoadBalancer', { loadBalancerClass: 'example.com/outside' }),
    typed('ClusterIP'),
  ]);
});

it('takes the Service of a route, whose port says that it speaks WebSocket', async () => {
  await takes([usersService(anOwner(), revisions.a)]);
});
