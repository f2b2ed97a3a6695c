import { certificateFinding } from './certificate.ts';

const facts = {
  secretName: 'plaza-tls-serving',
  issuer: 'CN=ca',
  serialNumber: '01',
  notBefore: '2026-03-01T12:00:00.000Z',
  notAfter: '2026-05-30T12:00:00.000Z',
};

it('a wrong certificate is told with the one that goes on serving', () => {
  const refusal = { reason: 'HostMismatch', message: 'Certificate cert: no.' } as const;
  expect(certificateFinding({ state: 'Refused', refusal, facts })).toEqual({
    type: 'CertificateReady',
    status: 'False',
    reason: 'HostMismatch',
    message: 'Certificate cert: no. The one that is valid until 2026-05-30T12:00:00.000Z goes on serving.',
  });
});

it('a certificate that is being issued is waited for, and says for what', () => {
  expect(certificateFinding({ state: 'Issuing', waiting: 'It comes.' })).toEqual({
    type: 'CertificateReady',
    status: 'Unknown',
    reason: 'Issuing',
    message: 'It comes.',
  });
});
