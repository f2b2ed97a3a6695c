import { after, noon } from '../../test/builders.ts';
import type { PairFound, Readable } from './certificateFound.ts';
import { needsAnother } from './selfSigned.ts';

const day = 86_400;
const own = (from: number, more: Partial<Readable> = {}): Readable => ({
  is: 'Readable',
  pair: { 'tls.crt': '', 'tls.key': '' },
  secretName: 'plaza-tls-serving',
  issuer: 'CN=plaza',
  serialNumber: '01',
  notBefore: after(from * day).toISOString(),
  notAfter: after((from + 90) * day).toISOString(),
  lacks: [],
  isSelfIssued: true,
  ...more,
});

it.each<[string, PairFound, boolean]>([
  ['there is none', { is: 'Absent', secretName: '' }, true],
  ['it cannot be used', { is: 'Unusable', refusal: { reason: 'KeyMismatch', message: '' } }, true],
  ['it is new', own(0), false],
  ['less than two thirds of its time are over', own(-59.9), false],
  ['two thirds of its time are over', own(-60), true],
  ['it begins later, because a clock was wrong', own(1), true],
  ['it lacks a name', own(0, { lacks: ['plaza.example.com'] }), true],
  ['it is from somebody else', own(0, { isSelfIssued: false }), true],
])('when %s, it is seen whether another is needed', (_, serving, expected) => {
  expect(needsAnother(serving, 90, noon)).toBe(expected);
});

it('another is needed when the spec asks for another length', () => {
  expect(needsAnother(own(0), 30, noon)).toBe(true);
});
