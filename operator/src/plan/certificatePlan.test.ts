import { after, anOwner, noon } from '../../test/builders.ts';
import type { PairFound, Readable } from './certificateFound.ts';
import { certificatePlan } from './certificatePlan.ts';

const day = 86_400;
const pair = { 'tls.crt': 'Y3J0', 'tls.key': 'a2V5' };
const readable = (from: number, to: number, more: Partial<Readable> = {}): Readable => ({
  is: 'Readable',
  pair,
  secretName: 'cert',
  issuer: 'CN=test',
  serialNumber: '01',
  notBefore: after(from * day).toISOString(),
  notAfter: after(to * day).toISOString(),
  lacks: [],
  isSelfIssued: false,
  ...more,
});
const owner = anOwner({ tls: { secretRef: { name: 'cert' } } });
const planOf = (found: PairFound, serving: PairFound = { is: 'Absent', secretName: 'plaza-tls-serving' }) =>
  certificatePlan(owner, { source: 'SecretRef', pair: found, serving }, noon);

it.each([
  ['for a long time', -10, 90, 'Valid', true],
  ['for twenty-one days', -10, 21, 'Valid', true],
  ['for less', -10, 20.9, 'ExpiresSoon', true],
  ['no more', -90, 0, 'Refused', false],
  ['not yet', 1, 90, 'Refused', false],
])('a certificate that is valid %s', (_, from, to, state, served) => {
  const plan = planOf(readable(from, to));
  expect([plan.state, plan.serve]).toEqual([state, served ? pair : undefined]);
  expect(plan.refusal?.reason).toBe(served ? undefined : 'Expired');
});

it('that has expired says from when to when it was valid', () => {
  expect(planOf(readable(-90, 0)).refusal?.message).toBe(
    'Certificate cert: it is valid from 2025-12-01T12:00:00.000Z to 2026-03-01T12:00:00.000Z; renew it.',
  );
});

it('that does not exist or cannot be used is refused, and nothing is served in its place', () => {
  expect(planOf({ is: 'Absent', secretName: 'cert' })).toEqual({
    state: 'Refused',
    refusal: {
      reason: 'NotFound',
      message: 'Secret cert: it does not exist; create it with kubectl create secret tls.',
    },
    blocks: 'Secret cert: it does not exist; create it with kubectl create secret tls.',
  });
  const refusal = { reason: 'KeyMismatch', message: 'Certificate cert: no.' } as const;
  expect(planOf({ is: 'Unusable', refusal })).toEqual({
    state: 'Refused',
    refusal,
    blocks: refusal.message,
  });
});

it('that nobody asks for is not missed', () => {
  expect(certificatePlan(anOwner(), { source: undefined }, noon)).toEqual({ state: 'NotConfigured' });
});

it('that is not good for a host name of the world is refused, and the one before goes on serving', () => {
  const serving = readable(-10, 90, { secretName: 'plaza-tls-serving', serialNumber: '02' });
  const plan = planOf(readable(-1, 89, { lacks: ['plaza.example.com', 'b.example.com'] }), serving);
  expect(plan).toMatchObject({
    state: 'Refused',
    refusal: {
      reason: 'HostMismatch',
      message:
        'Certificate cert: it is not good for plaza.example.com and 1 more; renew it with these names, or change exposure.hostnames.',
    },
    facts: { source: 'SecretRef', secretName: 'plaza-tls-serving', serialNumber: '02' },
  });
  expect(plan.serve).toBeUndefined();
});

it('that is served is told with its source', () => {
  const plan = planOf(readable(-10, 90));
  expect(plan.facts).toEqual({
    source: 'SecretRef',
    secretName: 'cert',
    issuer: 'CN=test',
    serialNumber: '01',
    notBefore: after(-10 * day).toISOString(),
    notAfter: after(90 * day).toISOString(),
  });
  expect(plan.blocks).toBeUndefined();
});

it.each([
  ['is not due', 2, 'Valid'],
  ['was due a moment ago', 1 - 0.001, 'Valid'],
])('that the operator renews ends soon for nobody while its renewal %s', (_, left, state) => {
  // Of three days, so the third begins when another takes its place.
  const own = readable(left - 3, left, { isSelfIssued: true });
  const found = { source: 'SelfSigned', pair: own, serving: own } as const;
  expect(certificatePlan(owner, found, noon).state).toBe(state);
});

it('whose renewal is overdue for an hour ends soon', () => {
  const own = readable(-2.1, 0.9, { isSelfIssued: true });
  const found = { source: 'SelfSigned', pair: own, serving: own } as const;
  const plan = certificatePlan(owner, found, noon);
  expect([plan.state, plan.facts?.renewalTime]).toEqual(['ExpiresSoon', after(-0.1 * day).toISOString()]);
});
