import { jest } from '@jest/globals';
import { aManagedOwner } from '../../test/aManagedCertificate.ts';
import { certManagerDefinitions } from '../../test/certManagerDefinitions.ts';
import { aContract, patiently } from '../../test/contract.ts';
import { type RealApiServer, realApiServer } from '../../test/realApiServer.ts';
import { resources } from '../kube/resources.ts';
import type { Certificate } from '../kube/types.ts';
import type { Credentials } from '../kube/wire/credentials.ts';
import { certificateRequest } from './certificateRequest.ts';
import { allNames } from './certificateSource.ts';

jest.setTimeout(300_000);

// An API server of its own, because other tests are glad of a cluster without cert-manager.
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
  for (const body of certManagerDefinitions()) {
    const { name } = body.metadata;
    await server.request({ doing: `install ${name}`, method: 'POST', path: definitionsPath, body });
  }
}

/** What the operator would apply, in the namespace of this test and with its owner. */
function inTest(issuerRef: object): Certificate {
  const world = aManagedOwner({ tls: { certManager: { issuerRef } } });
  const reference = world.spec.tls.certManager?.issuerRef;
  if (!reference) throw new Error('The world asks for no Certificate.');
  const certificate = certificateRequest(world, { issuerRef: reference, dnsNames: allNames(world) });
  const { apiVersion, kind, metadata } = owner();
  const ownerReference = { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true };
  return {
    ...certificate,
    metadata: { ...certificate.metadata, namespace, ownerReferences: [ownerReference] },
  };
}

describe('Certificates', () => {
  beforeAll(install);

  it('are taken as they are asked for, and not written again', async () => {
    const certificate = inTest({ name: 'ca' });
    const stored = await patiently(() => cluster.apply(certificate));
    expect(stored.spec).toEqual(certificate.spec);
    await show(certificate);
    asked.length = 0;
    await cluster.apply(certificate);
    expect(asked).toEqual([]);
  });

  it('follow the issuer, and keep what others set, such as how long they live', async () => {
    const path = `/apis/cert-manager.io/v1/namespaces/${namespace}/certificates/plaza-tls`;
    const query = { fieldManager: 'somebody' };
    const body = { spec: { duration: '2h' } };
    const contentType = 'application/merge-patch+json';
    await server.request({ doing: 'shorten it', method: 'PATCH', path, query, contentType, body });
    await show(inTest({ name: 'ca' }));
    const changed = await cluster.apply(inTest({ name: 'other', kind: 'ClusterIssuer' }));
    expect(changed.spec).toMatchObject({
      duration: '2h',
      issuerRef: { name: 'other', kind: 'ClusterIssuer', group: 'cert-manager.io' },
    });
  });

  it('are issued by Issuers and ClusterIssuers, which are read', async () => {
    const spec = { ca: { secretName: 'authority' } };
    await create({
      apiVersion: 'cert-manager.io/v1',
      kind: 'Issuer',
      metadata: { name: 'ca', namespace },
      spec,
    } as never);
    expect((await cluster.read(resources.issuers, namespace, 'ca'))?.spec).toEqual(spec);
    expect(await cluster.read(resources.clusterIssuers, namespace, 'ca')).toBeUndefined();
  });
});
