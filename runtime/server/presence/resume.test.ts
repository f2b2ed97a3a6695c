import fc from 'fast-check';
import { resumed, resumeToken } from './resume.ts';

const key = Buffer.alloc(32, 1);
const ann = { id: 'ann', name: 'Ann', turn: 3 };

describe('a resume token', () => {
  it('says who showed it, on every pod with the key of the world', () => {
    expect(resumed(resumeToken(ann, key), Buffer.from(key))).toEqual(ann);
  });

  it('is nothing with another key, or when it is changed', () => {
    const token = resumeToken(ann, key);
    expect(resumed(token, Buffer.alloc(32, 2))).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(resumed(text, key)).toBeUndefined();
      }),
    );
    const bytes = Buffer.from(token, 'base64url');
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(resumed(changed.toString('base64url'), key)).toBeUndefined();
    }
  });
});
