import { X509Certificate } from 'node:crypto';
import { after, noon } from '../../test/builders.ts';
import { needsAnother } from '../plan/selfSigned.ts';
import { pairOf } from './keyPair.ts';
import { selfSigned } from './selfSigned.ts';

const names = ['plaza', 'plaza.example.com', '*.plaza.example.com'];
const read = async (days: number) => {
  const data = { ...(await selfSigned(names, days, noon)) };
  return pairOf('own', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'own' }, data }, names);
};

it.each([1, 90, 398])('a certificate of %i days can be served at once and needs no other', async (days) => {
  const pair = await read(days);
  expect(pair).toMatchObject({ is: 'Readable', lacks: [], isSelfIssued: true, issuer: 'CN=plaza' });
  expect(needsAnother(pair, days, noon)).toBe(false);
  expect(needsAnother(pair, days, after(days * 57_600))).toBe(true);
});

it('is for servers alone and signs no others', async () => {
  const { 'tls.crt': crt } = await selfSigned(names, 90, noon);
  const certificate = new X509Certificate(Buffer.from(crt, 'base64'));
  expect([certificate.ca, certificate.keyUsage]).toEqual([false, ['1.3.6.1.5.5.7.3.1']]);
});

it('each has a key and a serial number of its own', async () => {
  const [one, other] = [await selfSigned(names, 90, noon), await selfSigned(names, 90, noon)];
  expect(one['tls.key']).not.toBe(other['tls.key']);
  expect(one['tls.crt']).not.toBe(other['tls.crt']);
});
