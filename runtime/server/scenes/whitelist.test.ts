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
    ['{"production":"res://a.tscn"}', /^scene_whitelist\.json: production is not right: /],
    ['{"production":["/etc/passwd"]}', /^scene_whitelist\.json: production\.0 is not right: /],
    ['{"prod":[]}', /^scene_whitelist\.json: the file is not right: /],
  ])('refuses %s with a sentence', (text, sentence) => {
    expect(() => readWhitelist(text, 'production')).toThrow(sentence);
  });
});
