import { after, noon } from '../../test/builders.ts';
import { type CertificateFound, certificatePlan } from './certificatePlan.ts';

const day = 86_400;
const pair = { 'tls.crt': 'Y3J0', 'tls.key': 'a2V5' };
const readable = (from: number, to: number): CertificateFound => ({
  is: 'Readable',
  pair,
  secretName: 'cert',
  issuer: 'CN=test',
  serialNumber: '01',
  notBefore: after(from * day).toISOString(),
  notAfter: after(to * day).toISOString(),
});

it.each([
  ['for a long time', -10, 90, 'Valid', true],
  ['for fourteen days', -10, 14, 'Valid', true],
  ['for less', -10, 13.9, 'ExpiresSoon', true],
  ['no more', -90, 0, 'Refused', false],
  ['not yet', 1, 90, 'Refused', false],
])('a certificate that is valid %s', (_, from, to, state, served) => {
  const plan = certificatePlan(readable(from, to), noon);
  expect([plan.state, plan.serve]).toEqual([state, served ? pair : undefined]);
  expect(plan.refusal?.reason).toBe(served ? undefined : 'Expired');
});

it('that has expired says from when to when it was valid', () => {
  expect(certificatePlan(readable(-90, 0), noon).refusal?.message).toBe(
    'Certificate cert: it is valid from 2025-12-01T12:00:00.000Z to 2026-03-01T12:00:00.000Z; renew it.',
  );
});

it('that does not exist or cannot be used is refused, and nothing is served in its place', () => {
  expect(certificatePlan({ is: 'Absent', secretName: 'cert' }, noon)).toEqual({
    state: 'Refused',
    refusal: {
      reason: 'NotFound',
      message: 'Secret cert: it does not exist; create it with kubectl create secret tls.',
    },
  });
  const refusal = { reason: 'KeyMismatch', message: 'Certificate cert: no.' } as const;
  expect(certificatePlan({ is: 'Unusable', refusal }, noon)).toEqual({ state: 'Refused', refusal });
});

it('that nobody asks for is not missed', () => {
  expect(certificatePlan({ is: 'NotConfigured' }, noon)).toEqual({ state: 'NotConfigured' });
});
