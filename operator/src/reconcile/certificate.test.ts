import { certificates } from '../../test/certificates.ts';
import type { Secret } from '../kube/types.ts';
import { certificateOf } from './certificate.ts';

const { root, intermediate, leaf, stranger, leafKey, strangerKey } = certificates();
const base64 = (text: string) => Buffer.from(text).toString('base64');
const aSecret = (crt: string, key: string): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'cert' },
  data: { 'tls.crt': base64(crt), 'tls.key': base64(key) },
});
const found = (crt: string, key = leafKey) => certificateOf('cert', aSecret(crt, key));

it.each([
  ['a leaf alone', leaf],
  ['a leaf and its issuer', leaf + intermediate],
  ['a whole chain', leaf + intermediate + root],
  ['a chain with comments in between', `subject=leaf\n${leaf}\nsubject=intermediate\n${intermediate}`],
])('reads %s', (_, crt) => {
  expect(found(crt)).toMatchObject({
    is: 'Readable',
    secretName: 'cert',
    issuer: 'CN=intermediate',
    serialNumber: expect.stringMatching(/^[0-9A-F]+$/),
    pair: { 'tls.crt': base64(crt), 'tls.key': base64(leafKey) },
  });
});

it('tells from when to when it is valid', () => {
  const certificate = found(leaf);
  if (certificate.is !== 'Readable') throw new Error('It is readable.');
  const day = Date.parse(certificate.notAfter) - Date.parse(certificate.notBefore);
  expect(day).toBe(86_400_000);
});

it.each<[string, string, string, string, string]>([
  [
    'a key of another',
    leaf,
    strangerKey,
    'KeyMismatch',
    'tls.key does not belong to the first certificate of tls.crt',
  ],
  [
    'a chain in the wrong order',
    intermediate + leaf,
    leafKey,
    'KeyMismatch',
    'tls.key does not belong to the first certificate of tls.crt',
  ],
  [
    'a chain with a gap',
    leaf + root,
    leafKey,
    'ChainIncomplete',
    'certificate 2 of tls.crt did not issue the one before it',
  ],
  [
    'a chain with a stranger',
    leaf + intermediate + stranger,
    leafKey,
    'ChainIncomplete',
    'certificate 3 of tls.crt did not issue the one before it',
  ],
  ['no certificate', 'hello', leafKey, 'ChainIncomplete', 'tls.crt holds no certificate'],
  ['half a certificate', leaf.slice(0, 200), leafKey, 'ChainIncomplete', 'tls.crt holds no certificate'],
  [
    'a broken certificate',
    '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
    leafKey,
    'ChainIncomplete',
    'tls.crt or tls.key cannot be read as PEM',
  ],
  ['a broken key', leaf, 'hello', 'ChainIncomplete', 'tls.crt or tls.key cannot be read as PEM'],
])('refuses %s', (_, crt, key, reason, what) => {
  expect(found(crt, key)).toEqual({
    is: 'Unusable',
    refusal: { reason, message: `Certificate cert: ${what}; put a matching pair there.` },
  });
});

it('refuses a Secret without one of the keys', () => {
  for (const key of ['tls.crt', 'tls.key']) {
    const secret = aSecret(leaf, leafKey);
    delete secret.data?.[key];
    expect(certificateOf('cert', secret)).toMatchObject({
      refusal: {
        message: 'Certificate cert: keys tls.crt and tls.key must both be there; put a matching pair there.',
      },
    });
  }
});

it('never repeats the key', () => {
  const secretText = leafKey.split('\n')[1] ?? '';
  for (const crt of [leaf, stranger, 'x'])
    expect(JSON.stringify(found(crt, leafKey.replace('M', '!')))).not.toContain(secretText);
});

it('tells an absent Secret from none', () => {
  expect(certificateOf('cert', undefined)).toEqual({ is: 'Absent', secretName: 'cert' });
  expect(certificateOf(undefined, undefined)).toEqual({ is: 'NotConfigured' });
});
