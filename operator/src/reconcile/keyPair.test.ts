import { aCertificate } from '../../test/aCertificate.ts';
import { after } from '../../test/builders.ts';
import { certificates } from '../../test/certificates.ts';
import type { Secret } from '../kube/types.ts';
import { pairOf } from './keyPair.ts';

const { root, intermediate, leaf, stranger, leafKey, strangerKey } = certificates();
const base64 = (text: string) => Buffer.from(text).toString('base64');
const aSecret = (crt: string, key: string): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'cert' },
  data: { 'tls.crt': base64(crt), 'tls.key': base64(key) },
});
const found = (crt: string, key = leafKey) => pairOf('cert', aSecret(crt, key));

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
    expect(pairOf('cert', secret)).toMatchObject({
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

it('tells an absent Secret', () => {
  expect(pairOf('cert', undefined)).toEqual({ is: 'Absent', secretName: 'cert' });
});

const lacks = async (names: readonly string[], asked: readonly string[]) => {
  const { crt, key } = await aCertificate('plaza', { names });
  return pairOf('cert', aSecret(crt, key), asked);
};

it.each([
  [['plaza.example.com'], 'plaza.example.com', true],
  [['PLAZA.example.com'], 'plaza.example.com', true],
  [['*.example.com'], 'plaza.example.com', true],
  [['*.example.com'], 'a.plaza.example.com', false],
  [['*.example.com'], '*.example.com', true],
  [['plaza.example.com'], '*.example.com', false],
  [['other.example.com'], 'plaza', false],
  [['other.example.com', 'plaza.worlds.svc'], 'plaza.worlds.svc', true],
])('a certificate for %j is good for %s: %s', async (names, asked, isGood) => {
  expect(await lacks(names, [asked])).toMatchObject({ is: 'Readable', lacks: isGood ? [] : [asked] });
});

describe('a leaf alone that says where its issuer is to be had', () => {
  const made = async () => {
    const authority = await aCertificate('authority', { isAuthority: true });
    const issuerAddress = 'http://authority.example.com/authority.crt';
    return { authority, leaf: await aCertificate('leaf', { issuer: authority, issuerAddress }) };
  };

  it('lacks it', async () => {
    const { leaf: alone } = await made();
    expect(found(alone.crt, alone.key)).toEqual({
      is: 'Unusable',
      refusal: {
        reason: 'ChainIncomplete',
        message:
          'Certificate cert: tls.crt does not hold the certificate of its issuer, CN=authority, and ca.crt does not either; put a matching pair there.',
      },
    });
  });

  it('is whole with it, in tls.crt or in ca.crt', async () => {
    const { authority, leaf: alone } = await made();
    const secret = aSecret(alone.crt, alone.key);
    const withAuthority = { ...secret, data: { ...secret.data, 'ca.crt': base64(authority.crt) } };
    expect(pairOf('cert', withAuthority).is).toBe('Readable');
    expect(found(alone.crt + authority.crt, alone.key).is).toBe('Readable');
  });
});

it('is not refused for a ca.crt that cannot be read', () => {
  const unreadable = '-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n';
  const secret = aSecret(leaf, leafKey);
  const spoilt = { ...secret, data: { ...secret.data, 'ca.crt': base64(unreadable) } };
  expect(pairOf('cert', spoilt).is).toBe('Readable');
});

it('is good for no longer than the authority between it and its root', async () => {
  const root = await aCertificate('root', { isAuthority: true, to: 3650 });
  const between = await aCertificate('between', { issuer: root, isAuthority: true, to: 10 });
  const { crt, key } = await aCertificate('leaf', { issuer: between, to: 80 });
  const notAfter = after(10 * 86_400).toISOString();
  expect(found(crt + between.crt, key)).toMatchObject({ is: 'Readable', notAfter });
});

it('that has ended can still be read, so that its dates are told', async () => {
  const { crt, key } = await aCertificate('leaf', { from: -90, to: -1 });
  expect(found(crt, key)).toMatchObject({ is: 'Readable', notAfter: after(-86_400).toISOString() });
});

it('whose key is too short for TLS is refused, because no pod would start with it', async () => {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 1024,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  };
  const { crt, key } = await aCertificate('leaf', { algorithm });
  expect(found(crt, key)).toEqual({
    is: 'Unusable',
    refusal: {
      reason: 'ChainIncomplete',
      message:
        'Certificate cert: tls.crt and tls.key cannot be served (ee key too small); put a matching pair there.',
    },
  });
});
