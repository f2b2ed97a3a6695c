import { resPathFault, sceneName } from './resPath.ts';

describe('resPathFault', () => {
  it.each(['res://vr_main.tscn', 'res://scenes/hall/lobby.tscn', 'res://zoë.tscn', 'res://hall.glb'])(
    'accepts %s',
    (path) => {
      expect(resPathFault(path)).toBeUndefined();
    },
  );

  it.each([
    ['vr_main.tscn', 'must start with res://'],
    ['file:///etc/passwd', 'must start with res://'],
    [`res://${'a'.repeat(300)}.tscn`, 'must have at most 256 characters'],
    ['res://zoe\u0308.tscn', 'must be in Unicode form NFC'],
    ['res://..\\secret.tscn', 'must not hold backslashes, percent signs or control characters'],
    ['res://%2e%2e/secret.tscn', 'must not hold backslashes, percent signs or control characters'],
    ['res://a\u0000.tscn', 'must not hold backslashes, percent signs or control characters'],
    ['res:////etc/x.tscn', 'must name a file, without empty parts or colons'],
    ['res://C:/x.tscn', 'must name a file, without empty parts or colons'],
    ['res://', 'must name a file, without empty parts or colons'],
    ['res://../x.tscn', 'must not go up or stay with dots'],
    ['res://a/./x.tscn', 'must not go up or stay with dots'],
    ['res://x.gd', 'must end with .tscn or .glb'],
  ])('refuses %j: it %s', (path, fault) => {
    expect(resPathFault(path)).toBe(fault);
  });
});

it('sceneName is the file name without its extension', () => {
  expect(sceneName('res://scenes/lobby.tscn')).toBe('lobby');
});
