import fc from 'fast-check';
import { filePathFault } from '../resPath.ts';
import { SceneFault } from '../sceneFault.ts';
import { referredPath } from './reference.ts';

const by = 'res://rooms/hall.tscn';

describe('referredPath', () => {
  it.each([
    ['res://a/b.png', 'res://a/b.png'],
    ['b.png', 'res://rooms/b.png'],
    ['./b.png', 'res://rooms/b.png'],
    ['../b.png', 'res://b.png'],
    ['res://a/../b.png', 'res://b.png'],
    ['uid://x', undefined],
    ['user://x.png', undefined],
    ['https://example.com/x.png', undefined],
    ['res://a.tscn::3', undefined],
    ['', undefined],
  ])('takes %s for %s', (reference, path) => {
    expect(referredPath(reference, by)).toBe(path);
  });

  it.each([
    ['../../etc/passwd', 'must not lead out of the world'],
    ['res://../etc/passwd', 'must not lead out of the world'],
    ['res://a/../../x', 'must not lead out of the world'],
    ['res:///etc/passwd', 'must name a file, without empty parts or colons'],
    ['res://C:/windows', 'must name a file, without empty parts or colons'],
    ['C:/windows', 'must name a file, without empty parts or colons'],
    ['res://.../x', 'must not go up or stay with dots'],
    ['res://..\\x', 'must not hold backslashes, percent signs or control characters'],
    ['res://%2e%2e/x', 'must not hold backslashes, percent signs or control characters'],
    ['res://a\u0000.png', 'must not hold backslashes, percent signs or control characters'],
    [`res://${'a'.repeat(300)}`, 'must have at most 256 characters'],
    ['res://zoe\u0308.png', 'must be in Unicode form NFC'],
  ])('refuses %j: it %s', (reference, fault) => {
    expect(() => referredPath(reference, by)).toThrow(
      new SceneFault(`refers to ${JSON.stringify(reference.slice(0, 300))}, which ${fault}`),
    );
  });

  it('leads nowhere but to files of the world, whatever it is given', () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '...',
      '',
      'a',
      'ü',
      '\\',
      '%2e',
      ':',
      '\u0000',
      '\u202e',
      'res:',
      '~',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.boolean(), (parts, absolute) => {
        let path: string | undefined;
        try {
          path = referredPath(`${absolute ? 'res://' : ''}${parts.join('/')}`, by);
        } catch (error) {
          expect(error).toBeInstanceOf(SceneFault);
          return;
        }
        if (path === undefined) return;
        expect(filePathFault(path)).toBeUndefined();
        expect(new URL(path.replace('res://', 'file:///world/')).pathname).toMatch(/^\/world\//);
      }),
      { numRuns: 2000 },
    );
  });
});
