import { aCertificateOf, aManagedOwner, anIssuer, issued } from '../../test/aManagedCertificate.ts';
import { after, noon } from '../../test/builders.ts';
import type { ManagerFound, PairFound, Readable } from './certificateFound.ts';
import { certificatePlan } from './certificatePlan.ts';

const owner = aManagedOwner();
const names = [
  'plaza',
  'plaza.example.com',
  'plaza.worlds',
  'plaza.worlds.svc',
  'plaza.worlds.svc.cluster.local',
];
const request = { issuerRef: { name: 'ca', kind: 'Issuer', group: 'cert-manager.io' }, dnsNames: names };
const pair = { 'tls.crt': 'Y3J0', 'tls.key': 'a2V5' };
const readable = (more: Partial<Readable> = {}): Readable => ({
  is: 'Readable',
  pair,
  secretName: 'plaza-tls',
  issuer: 'CN=ca',
  serialNumber: '01',
  notBefore: after(-86_400).toISOString(),
  notAfter: after(89 * 86_400).toISOString(),
  lacks: [],
  isSelfIssued: false,
  ...more,
});
const absent: PairFound = { is: 'Absent', secretName: 'plaza-tls' };
const served = (more: Partial<Extract<ManagerFound, { is: 'Served' }>> = {}): ManagerFound => ({
  is: 'Served',
  issuer: anIssuer(),
  isTaken: false,
  ...more,
});
const planOf = (manager: ManagerFound, found: PairFound = absent, serving: PairFound = absent, of = owner) =>
  certificatePlan(of, { source: 'CertManager', pair: found, serving, manager }, noon);
const says = (type: string, status: string, message: string) => ({
  type,
  status,
  message,
  observedGeneration: 1,
});

it('a world is told to install cert-manager, and what is good goes on serving', () => {
  const message = 'tls.certManager: the cluster does not serve cert-manager.io/v1; install cert-manager.';
  expect(planOf({ is: 'Missing' })).toEqual({
    state: 'Refused',
    refusal: { reason: 'CertManagerMissing', message },
    blocks: message,
  });
  expect(planOf({ is: 'Missing' }, readable())).toMatchObject({ state: 'Refused', serve: pair });
});

it('an issuer that is not there is named, and asks for nothing new', () => {
  const plan = planOf({ is: 'Served', isTaken: false });
  expect(plan.refusal).toEqual({
    reason: 'IssuerNotFound',
    message: 'tls.certManager.issuerRef: Issuer ca does not exist; create it, or name another.',
  });
  expect(plan.request).toBeUndefined();
});

it('a Certificate is asked for with every name of the world, and waited for', () => {
  const message = 'Certificate plaza-tls is being issued. cert-manager has not answered yet.';
  expect(planOf(served())).toEqual({ state: 'Issuing', request, waiting: message, blocks: message });
});

it.each([
  [
    'what it does',
    { conditions: [says('Issuing', 'True', 'Go.'), says('Ready', 'False', 'Secret does not exist')] },
    'cert-manager: Secret does not exist',
  ],
  [
    'that it failed',
    { conditions: [says('Issuing', 'False', 'It failed.'), says('Ready', 'False', 'No Secret')] },
    'cert-manager: It failed.',
  ],
])('cert-manager says %s', (_, status, expected) => {
  const plan = planOf(served({ certificate: aCertificateOf(owner, status) }));
  expect(plan.waiting).toBe(`Certificate plaza-tls is being issued. ${expected}`);
});

it('an issuer that cannot issue says why', () => {
  const issuer = anIssuer({ status: { conditions: [says('Ready', 'False', 'Its key is missing.')] } });
  expect(planOf(served({ issuer })).waiting).toBe(
    'Certificate plaza-tls is being issued. Issuer ca: Its key is missing.',
  );
});

it('what was issued is served, with the time of its renewal', () => {
  const renewalTime = after(59 * 86_400).toISOString();
  const certificate = aCertificateOf(owner, { ...issued, renewalTime });
  const plan = planOf(served({ certificate }), readable());
  expect(plan).toMatchObject({
    state: 'Valid',
    serve: pair,
    request,
    facts: { source: 'CertManager', renewalTime },
  });
});

it.each([
  ['names changed', { exposure: { hostnames: ['other.example.com'] } }],
  ['issuer changed', { tls: { certManager: { issuerRef: { name: 'other' } } } }],
])('a world whose %s waits for the new certificate and serves the old', (_, change) => {
  const certificate = aCertificateOf(owner, issued);
  const lacks = 'exposure' in change ? ['other.example.com'] : [];
  const serving = readable({ secretName: 'plaza-tls-serving' });
  const plan = planOf(served({ certificate }), readable({ lacks }), serving, aManagedOwner(change));
  expect(plan).toMatchObject({ state: 'Issuing', facts: { serialNumber: '01' } });
  expect(plan.blocks).toBeUndefined();
});

it('a certificate that an issuer gave without a name of the world is refused', () => {
  const certificate = aCertificateOf(owner, issued);
  const plan = planOf(served({ certificate }), readable({ lacks: ['plaza.example.com'] }));
  expect(plan).toMatchObject({ state: 'Refused', refusal: { reason: 'HostMismatch' }, request });
});

it('one that has ended is not waited for in silence', () => {
  const ended = readable({ notAfter: after(-1).toISOString() });
  const certificate = aCertificateOf(owner, { conditions: [says('Ready', 'False', 'Expired.')] });
  expect(planOf(served({ certificate }), ended, ended)).toMatchObject({
    state: 'Refused',
    refusal: { reason: 'Expired' },
    request,
  });
});

describe('an ACME authority', () => {
  const issuer = anIssuer({ spec: { acme: {} } });

  it('is asked for public names alone', () => {
    const dnsNames = ['plaza.example.com', 'www.example.com'];
    const named = aManagedOwner({
      tls: { certManager: { issuerRef: { name: 'ca' } }, dnsNames: ['www.example.com'] },
    });
    expect(planOf(served({ issuer }), absent, absent, named).request?.dnsNames).toEqual(dnsNames);
  });

  it('is not asked where there are none', () => {
    const plan = planOf(served({ issuer }), absent, absent, aManagedOwner({ exposure: {} }));
    expect(plan).toMatchObject({
      state: 'Refused',
      refusal: {
        reason: 'HostMismatch',
        message: 'tls.certManager: Issuer ca signs public names alone; name some in exposure.hostnames.',
      },
    });
    expect(plan.request).toBeUndefined();
  });
});

it("a Secret that is somebody else's is not written over", () => {
  const plan = planOf(served({ isTaken: true }));
  expect(plan.request).toBeUndefined();
  expect(plan.nameTaken).toBe(
    "Secret plaza-tls: it exists and is not cert-manager's, which would write its certificate there; delete it, or name it in tls.secretRef.",
  );
});
