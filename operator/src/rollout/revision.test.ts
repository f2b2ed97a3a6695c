import fc from 'fast-check';
import { revisionName, revisionPattern } from './revision.ts';

const digest = fc.uint8Array({ minLength: 16, maxLength: 32 });

it('is ten characters that spell no words', () => {
  fc.assert(fc.property(digest, (bytes) => revisionPattern.test(revisionName(bytes))));
});

it('is the same for the same digest, and another for another', () => {
  const names = new Set(Array.from({ length: 1000 }, (_, i) => revisionName(digestOf(i))));
  expect(names.size).toBe(1000);
  expect(revisionName(digestOf(7))).toBe(revisionName(digestOf(7)));
});

it('depends on all of the first sixteen bytes', () => {
  const zero = new Uint8Array(16);
  for (let i = 0; i < 16; i++) expect(revisionName(zero.with(i, 1))).not.toBe(revisionName(zero));
});

it('takes a digest that is a Buffer', () => {
  expect(revisionName(Buffer.alloc(32))).toBe('bbbbbbbbbb');
});

const digestOf = (i: number): Uint8Array => {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(0, i);
  return bytes;
};
