import { readWhitelist } from './whitelist.ts';

const checklist = JSON.stringify({ production: ['res://vr_main.tscn', 'res://minimal_test.tscn'] });

describe('readWhitelist', () => {
  it('takes the example of the checklist in production', () => {
    const { allows, named } = readWhitelist(checklist, 'production');
    expect(named).toEqual(['res://vr_main.tscn', 'res://minimal_test.tscn']);
    expect(['res://vr_main.tscn', 'res://minimal_test.tscn', 'res://other.tscn'].map(allows)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('lets the blacklist beat the whitelist', () => {
    const { allows } = readWhitelist('{"staging":["res://**"],"blacklist":["res://private/**"]}', 'staging');
    expect(allows('res://vr_main.tscn')).toBe(true);
    expect(allows('res://private/x.tscn')).toBe(false);
  });

  it('never allows a test scene in production, whatever a glob says', () => {
    const text = '{"production":["res://**"],"staging":["res://**"]}';
    const tests = ['res://test/a.tscn', 'res://tests/a.tscn', 'res://scenes/test_a.tscn'];
    expect(tests.map(readWhitelist(text, 'production').allows)).toEqual([false, false, false]);
    expect(tests.map(readWhitelist(text, 'staging').allows)).toEqual([true, true, true]);
  });

  it.each([
    ['production', 'res://other.tscn', false],
    ['production', 'res://vr_main.tscn', true],
    ['staging', 'res://vr_main.tscn', true],
    ['development', 'res://other.tscn', true],
  ] as const)('without a file, %s allows %s: %s', (environment, path, allowed) => {
    expect(readWhitelist(undefined, environment).allows(path)).toBe(allowed);
  });

  it('gives staging the list of production when it has none of its own', () => {
    expect(readWhitelist(checklist, 'staging').allows('res://minimal_test.tscn')).toBe(true);
  });

  it.each([
    ['{', /^scene_whitelist\.json is not JSON: /],
    ['[]', 'scene_whitelist.json: the file must be an object with lists of res:// paths.'],
    ['{"production":"res://a.tscn"}', 'scene_whitelist.json: production must be a list of res:// paths.'],
    [
      '{"production":["/etc/passwd"]}',
      'scene_whitelist.json: production.0 must be a res:// path or glob of at most 256 characters.',
    ],
    ['{"prod":[]}', /^scene_whitelist\.json: prod is not known; the file names production, /],
    [
      '{"environments":{"production":{"scene":[]}}}',
      /^scene_whitelist\.json: environments\.production\.scene is not known; /,
    ],
    [
      '{"environments":{},"blacklist":["res://a"]}',
      'scene_whitelist.json: blacklist must be an object with patterns and exact.',
    ],
    [
      '{"environments":{},"validation_rules":{"max_path_length":300}}',
      'scene_whitelist.json: validation_rules.max_path_length must be a whole number from 8 to 256.',
    ],
    [
      '{"environments":{},"validation_rules":{"allow_relative_paths":true}}',
      'scene_whitelist.json: validation_rules.allow_relative_paths must be false, since it cannot be turned on.',
    ],
  ])('refuses %s with a sentence', (text, sentence) => {
    expect(() => readWhitelist(text, 'production')).toThrow(sentence);
  });
});

describe('the long form of the whitelist', () => {
  const long = {
    environments: {
      production: { scenes: ['res://vr_main.tscn'], directories: ['res://public/'] },
      development: { wildcards: ['res://**'] },
    },
    blacklist: { patterns: ['res://**/secret_*'], exact: ['res://public/private.tscn'] },
    validation_rules: { max_path_length: 40, require_tscn_extension: true },
  };
  const text = JSON.stringify(long);

  it.each([
    ['production', 'res://vr_main.tscn', true],
    ['production', 'res://public/a/b.tscn', true],
    ['production', 'res://publicly.tscn', false],
    ['production', 'res://public/private.tscn', false],
    ['production', 'res://public/secret_a.tscn', false],
    ['production', 'res://other.tscn', false],
    ['staging', 'res://public/a/b.tscn', true],
    ['development', 'res://other.tscn', true],
    ['development', 'res://public/private.tscn', false],
    ['development', `res://${'a'.repeat(30)}.tscn`, false],
    ['development', 'res://a.glb', false],
  ] as const)('in %s allows %s: %s', (environment, path, allowed) => {
    expect(readWhitelist(text, environment).allows(path)).toBe(allowed);
  });

  it('names the scenes of the environment in their order', () => {
    expect(readWhitelist(text, 'production').named).toEqual(['res://vr_main.tscn']);
  });

  it('takes res:// as the directory of everything', () => {
    const all = JSON.stringify({ environments: { production: { directories: ['res://'] } } });
    expect(readWhitelist(all, 'production').allows('res://a/b.tscn')).toBe(true);
  });
});
