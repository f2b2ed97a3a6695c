import { join, sep } from 'node:path';
import fc from 'fast-check';
import { glob } from './glob.ts';
import { resPathFault } from './resPath.ts';
import { readWhitelist } from './whitelist.ts';

const part = fc.string({ unit: fc.constantFrom(...'ab._%*\\é'), minLength: 1, maxLength: 6 });
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `res://${parts.join('/')}.tscn`);
const pattern = fc
  .array(fc.constantFrom('a', 'b', '*', '**', '.', '/', '.tscn'), { minLength: 1, maxLength: 8 })
  .map((pieces) => `res://${pieces.join('')}`);
const environment = fc.constantFrom('production', 'staging', 'development');

describe('the whitelist', () => {
  it('never allows what the blacklist meets, whatever else it says, in either form', () => {
    const lists = fc.record({
      allowed: fc.array(pattern, { maxLength: 5 }),
      denied: fc.array(pattern, { maxLength: 5 }),
    });
    fc.assert(
      fc.property(environment, lists, path, (name, { allowed, denied }, given) => {
        fc.pre(denied.some((one) => glob(one)(given)));
        const short = { [name]: [...allowed, given, 'res://**'], blacklist: denied };
        const scenes = { scenes: [given], directories: ['res://'], wildcards: allowed };
        const long = { environments: { [name]: scenes }, blacklist: { patterns: denied } };
        for (const file of [short, long])
          expect(readWhitelist(JSON.stringify(file), name).allows(given)).toBe(false);
      }),
    );
  });

  it('allows nothing that it does not list', () => {
    fc.assert(
      fc.property(environment, fc.array(pattern, { maxLength: 5 }), path, (name, allowed, given) => {
        const { allows } = readWhitelist(JSON.stringify({ [name]: allowed }), name);
        fc.pre(!allowed.some((one) => glob(one)(given)));
        expect(allows(given)).toBe(false);
      }),
    );
  });

  it('says the same of both forms', () => {
    fc.assert(
      fc.property(environment, fc.array(pattern), fc.array(pattern), path, (name, allowed, denied, given) => {
        const short = { [name]: allowed, blacklist: denied };
        const long = { environments: { [name]: { wildcards: allowed } }, blacklist: { exact: denied } };
        const says = (file: object) => readWhitelist(JSON.stringify(file), name).allows(given);
        expect(says(long)).toBe(says(short));
      }),
    );
  });
});

describe('a glob', () => {
  it('meets what the regular expression of the same meaning meets', () => {
    const expression = (text: string) =>
      new RegExp(
        `^${text.replaceAll('.', '\\.').replaceAll(/\*+/g, (stars) => (stars === '*' ? '[^/]*' : '.*'))}$`,
        's',
      );
    fc.assert(
      fc.property(pattern, path, (text, given) => {
        expect(glob(text)(given)).toBe(expression(text).test(given));
      }),
      { numRuns: 1000 },
    );
  });

  it('ends soon for patterns that make a regular expression try forever', () => {
    expect(glob(`res://${'**a'.repeat(80)}`)(`res://${'a'.repeat(240)}b`)).toBe(false);
  });
});

describe('the rule for paths', () => {
  const nasty = fc.constantFrom(
    '..',
    '.',
    '',
    '%2e%2e',
    '\\',
    'C:',
    '\0',
    '%00',
    '..%2f',
    '\u2024\u2024',
    'a',
    'é',
    '/',
  );
  const given = fc
    .array(fc.oneof(nasty, part, fc.string({ unit: 'binary' })), { maxLength: 8 })
    .map((parts) => `res://${parts.join('/')}.tscn`);

  it('passes nothing that leads out of the world, under any number of decodings', () => {
    fc.assert(
      fc.property(given, (text) => {
        fc.pre(resPathFault(text) === undefined);
        for (const form of [text, decodeURIComponent(text), text.normalize('NFC')]) {
          const file = join('/world', form.slice('res://'.length));
          expect(file.startsWith(`/world${sep}`)).toBe(true);
          expect(file).not.toMatch(/[\0\\]/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
