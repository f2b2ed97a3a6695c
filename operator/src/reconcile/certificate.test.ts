import { X509Certificate } from 'node:crypto';
import { aCertificate, type Made } from '../../test/aCertificate.ts';
import { anIssuer, issuedBy, issuedSecret } from '../../test/aManagedCertificate.ts';
import { type AWorld, aWorld } from '../../test/aWorld.ts';
import type { Certificate, Secret } from '../kube/types.ts';

const image = 'spacetime:v1';
const settings = { databaseImage: 'postgres:18' };
const withCertManager = { ...settings, optionalKinds: ['Certificate'] };
const condition = ({ status }: AWorld) => {
  const ready = status().conditions.find(({ type }) => type === 'CertificateReady');
  return ready && `${ready.status} ${ready.reason}`;
};
const servingSecret = ({ store }: AWorld) => store.find<Secret>('Secret', 'plaza-tls-serving');
const served = (world: AWorld): string => atob(servingSecret(world)?.data?.['tls.crt'] ?? '');
const told = ({ cluster }: AWorld, word: string) =>
  cluster.told.filter((event) => event.includes(` Certificate${word}: `)).length;

/** cert-manager issues: it writes its Secret, and says that it did. */
function issue({ store }: AWorld, made: Made, renewalTime = '2026-04-30T12:00:00Z'): void {
  const certificate = store.find<Certificate>('Certificate', 'plaza-tls');
  if (!certificate) throw new Error('Nobody asked for a Certificate.');
  store.put(issuedSecret(made));
  store.put({
    ...certificate,
    status: { conditions: [{ type: 'Ready', status: 'True' }], renewalTime },
  } as Certificate);
}

const managed = async (): Promise<{ readonly world: AWorld; readonly first: Made }> => {
  const world = aWorld();
  world.upgrades(withCertManager);
  world.store.put(anIssuer());
  world.asks(issuedBy('ca', { image }));
  await world.settle();
  const first = await aCertificate('first', { names: ['plaza.example.com'] });
  issue(world, first);
  await world.settle();
  return { world, first };
};

describe('a world whose certificate cert-manager issues', () => {
  it('waits for cert-manager, then for its issuer, then for the certificate, and serves it', async () => {
    const world = aWorld();
    world.asks(issuedBy('ca', { image }));
    await world.settle();
    expect([condition(world), world.status().phase]).toEqual(['False CertManagerMissing', 'Pending']);

    world.upgrades(withCertManager);
    await world.settle();
    expect(condition(world)).toBe('False IssuerNotFound');

    world.store.put(anIssuer());
    await world.settle();
    expect([condition(world), world.status().phase]).toEqual(['Unknown Issuing', 'Pending']);
    expect(world.store.find('Certificate', 'plaza-tls')).toMatchObject({
      spec: { secretName: 'plaza-tls', issuerRef: { name: 'ca', kind: 'Issuer', group: 'cert-manager.io' } },
    });

    const made = await aCertificate('first', { names: ['plaza.example.com'] });
    issue(world, made);
    await world.settle();
    expect([condition(world), world.status().phase]).toEqual(['True Valid', 'Stable']);
    expect(served(world)).toBe(made.crt);
    expect(world.status().certificate).toEqual({
      source: 'CertManager',
      secretName: 'plaza-tls',
      issuer: 'CN=first',
      serialNumber: new X509Certificate(made.crt).serialNumber,
      notBefore: '2026-02-28T12:00:00.000Z',
      notAfter: '2026-05-29T12:00:00.000Z',
      renewalTime: '2026-04-30T12:00:00Z',
    });
  });

  it('follows a renewal without a release', async () => {
    const { world } = await managed();
    const { stableRevision } = world.status();
    const second = await aCertificate('second', { names: ['plaza.example.com'] });
    issue(world, second);
    await world.settle();
    expect(served(world)).toBe(second.crt);
    expect(world.status().stableRevision).toBe(stableRevision);
    expect([told(world, 'Issued'), told(world, 'Renewed')]).toEqual([1, 1]);
  });

  it('says so when its issuer is another that is not there, and serves the old certificate', async () => {
    const { world, first } = await managed();
    world.asks(issuedBy('nobody', { image }));
    await world.settle();
    expect(condition(world)).toBe('False IssuerNotFound');
    expect(served(world)).toBe(first.crt);
    expect(world.store.find<Certificate>('Certificate', 'plaza-tls')?.spec.issuerRef.name).toBe('ca');
  });

  it('says so when a new host name waits for its certificate, and serves the old one until then', async () => {
    const { world, first } = await managed();
    const hostnames = ['plaza.example.com', 'agora.example.com'];
    world.asks(issuedBy('ca', { image, exposure: { hostnames } }));
    await world.settle();
    expect(served(world)).toBe(first.crt);
    const second = await aCertificate('second', { names: hostnames });
    issue(world, second);
    await world.settle();
    expect([condition(world), served(world)]).toEqual(['True Valid', second.crt]);
  });

  it('serves the old certificate when cert-manager is gone', async () => {
    const { world, first } = await managed();
    world.upgrades(settings);
    await world.settle();
    expect([condition(world), served(world)]).toEqual(['False CertManagerMissing', first.crt]);
  });

  it('takes its Certificate away when the spec asks for none, and nothing of yours', async () => {
    const { world } = await managed();
    world.asks({ image });
    await world.settle();
    expect(world.store.find('Certificate', 'plaza-tls')).toBeUndefined();
    expect(world.store.find('Secret', 'plaza-tls')).toBeDefined();
    expect(condition(world)).toBe('True NotConfigured');
  });

  it('leaves a Secret alone that has the name of its own', async () => {
    const world = aWorld();
    world.upgrades(withCertManager);
    world.store.put(anIssuer());
    const secret = issuedSecret(await aCertificate('yours', { names: ['plaza.example.com'] }));
    world.store.put({ ...secret, metadata: { ...secret.metadata, annotations: {} } });
    world.asks(issuedBy('ca', { image }));
    await world.settle();
    expect(world.store.find('Certificate', 'plaza-tls')).toBeUndefined();
    expect(served(world)).toBe('');
    const valid = world.status().conditions.find(({ type }) => type === 'ConfigurationValid');
    expect(valid?.reason).toBe('NameTaken');
  });
});

describe('a world whose certificate is a Secret of yours', () => {
  const yours = (world: AWorld, { crt, key }: Made) =>
    world.store.put({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'cert', namespace: 'worlds' },
      data: { 'tls.crt': btoa(crt), 'tls.key': btoa(key) },
    } as Secret);

  it('refuses one that is not good for its host names, and serves the old one', async () => {
    const world = aWorld();
    const right = await aCertificate('right', { names: ['plaza.example.com'] });
    yours(world, right);
    const exposure = { hostnames: ['plaza.example.com'] };
    world.asks({ image, tls: { secretRef: { name: 'cert' } }, exposure });
    await world.settle();
    expect(condition(world)).toBe('True Valid');
    yours(world, await aCertificate('wrong', { names: ['other.example.com'] }));
    await world.settle();
    expect([condition(world), served(world)]).toEqual(['False HostMismatch', right.crt]);
    expect(world.status().certificate).toMatchObject({ secretName: 'plaza-tls-serving', issuer: 'CN=right' });
    expect(told(world, 'Refused')).toBe(1);
  });
});

describe('a world in development', () => {
  it('serves a certificate of the operator, which stays', async () => {
    const world = aWorld();
    world.asks({ image, environment: 'development', tls: { selfSigned: {} } });
    await world.settle();
    expect([condition(world), world.status().phase]).toEqual(['True Valid', 'Stable']);
    expect(world.status().certificate).toMatchObject({ source: 'SelfSigned', issuer: 'CN=plaza' });
    const before = served(world);
    await world.settle();
    expect(served(world)).toBe(before);
  });

  it('gets another when a host name is added', async () => {
    const world = aWorld();
    const spec = { image, environment: 'development', tls: { selfSigned: {} } };
    world.asks(spec);
    await world.settle();
    const before = served(world);
    world.asks({ ...spec, exposure: { hostnames: ['plaza.localhost'] } });
    await world.settle();
    expect(served(world)).not.toBe(before);
    expect(new X509Certificate(served(world)).checkHost('plaza.localhost')).toBe('plaza.localhost');
    expect(told(world, 'Renewed')).toBe(1);
  });
});
