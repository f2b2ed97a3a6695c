import { noon } from '../../test/builders.ts';
import type { CertificateStatus, Condition } from '../api/status/world.ts';
import { certificateAnnouncements } from './certificateEvents.ts';

const statuses: Readonly<Record<string, Condition['status']>> = {
  NotConfigured: 'True',
  Valid: 'True',
  ExpiresSoon: 'True',
  Issuing: 'Unknown',
};
const state = (reason: string, serialNumber?: string) => {
  const certificate = serialNumber && {
    secretName: 'plaza-tls',
    issuer: 'CN=ca',
    serialNumber,
    notBefore: '2026-03-01T12:00:00.000Z',
    notAfter: '2026-05-30T12:00:00.000Z',
  };
  const status = statuses[reason] ?? 'False';
  const times = { lastTransitionTime: noon.toISOString(), observedGeneration: 1 };
  const condition = { type: 'CertificateReady', status, reason, message: 'So it is.', ...times };
  return { conditions: [condition], ...(certificate && { certificate: certificate as CertificateStatus }) };
};
type State = ReturnType<typeof state>;
const nothing: Pick<State, 'conditions'> = { conditions: [] };
const told = (before: typeof nothing, after: typeof nothing) =>
  certificateAnnouncements(before, after).map(({ type, reason }) => `${type} ${reason}`);

it.each<[string, typeof nothing, typeof nothing, readonly string[]]>([
  ['a world without one', nothing, state('NotConfigured'), []],
  ['the first', state('Issuing'), state('Valid', '01'), ['Normal CertificateIssued']],
  ['one that stays', state('Valid', '01'), state('Valid', '01'), []],
  ['a renewal', state('Valid', '01'), state('Valid', '02'), ['Normal CertificateRenewed']],
  ['a wrong one', state('Valid', '01'), state('HostMismatch', '01'), ['Warning CertificateRefused']],
  ['another wrong one', state('HostMismatch'), state('KeyMismatch'), ['Warning CertificateRefused']],
  ['an end that comes', state('Valid', '01'), state('ExpiresSoon', '01'), ['Warning CertificateExpiresSoon']],
  ['a wait', state('Valid', '01'), state('Issuing', '01'), []],
  ['no cert-manager', nothing, state('CertManagerMissing'), ['Warning OptionalAPIMissing']],
  ['its arrival', state('CertManagerMissing'), state('Issuing'), ['Normal OptionalAPIFound']],
  [
    'its arrival without an issuer',
    state('CertManagerMissing'),
    state('IssuerNotFound'),
    ['Normal OptionalAPIFound', 'Warning CertificateRefused'],
  ],
  ['a world that wants none any more', state('CertManagerMissing'), state('NotConfigured'), []],
])('%s is told', (_, before, after, expected) => {
  expect(told(before, after)).toEqual(expected);
});

it('a renewal says who issued it and until when it is valid', () => {
  expect(certificateAnnouncements(state('Valid', '01'), state('Valid', '02'))[0]?.message).toBe(
    'The certificate of CN=ca with serial number 02 is served until 2026-05-30T12:00:00.000Z.',
  );
});
