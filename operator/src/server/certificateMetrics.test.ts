import { forgetCertificate, showCertificate } from './certificateMetrics.ts';
import { registry } from './metrics.ts';

const plaza = { namespace: 'worlds', name: 'plaza' };
const facts = {
  secretName: 'cert',
  issuer: 'CN=ca',
  serialNumber: '01',
  notBefore: '2026-03-01T12:00:00.000Z',
  notAfter: '2026-05-30T12:00:00.000Z',
};
const series = async () =>
  (await registry.metrics()).split('\n').filter((line) => line.startsWith('spacetime_operator_certificate_'));
const notAfter =
  'spacetime_operator_certificate_not_after_seconds{namespace="worlds",name="plaza"} 1780142400';

it('the end of a certificate that a person renews is shown', async () => {
  showCertificate(plaza, { certificate: facts });
  expect(await series()).toEqual([notAfter]);
});

it('the renewal of one that renews itself is shown too, and goes with it', async () => {
  showCertificate(plaza, { certificate: { ...facts, renewalTime: '2026-04-30T12:00:00.000Z' } });
  expect(await series()).toEqual([
    notAfter,
    'spacetime_operator_certificate_renewal_seconds{namespace="worlds",name="plaza"} 1777550400',
  ]);
  showCertificate(plaza, { certificate: facts });
  expect(await series()).toEqual([notAfter]);
});

it('a world without a certificate has no series, and one that is gone has none either', async () => {
  forgetCertificate(plaza);
  expect(await series()).toEqual([]);
});
