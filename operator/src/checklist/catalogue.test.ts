import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noFacts, wellFacts } from '../../test/aChecklist.ts';
import { broken } from '../../test/brokenLines.ts';
import { answerable, catalogue } from './catalogue.ts';

const machines = catalogue.filter((line) => line.by === 'machine');

describe('the catalogue of the production checklist', () => {
  it('has names that an attestation can use, each once', () => {
    const names = catalogue.map(({ check }) => check);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^(?=.{1,40}$)[a-z0-9]+([.-][a-z0-9]+)*$/);
  });

  it('fits into the status', () => {
    expect(answerable.length).toBeLessThanOrEqual(112);
    expect(catalogue.filter(({ title }) => title.length > 96)).toEqual([]);
  });

  it('says of each line how it is checked, or why it cannot be', () => {
    expect(catalogue.filter(({ how }) => !/^[A-Z`/].*\.$/.test(how))).toEqual([]);
  });

  it('has every line of the page of the checklist, with its words', () => {
    expect(
      pageLines()
        .filter((line) => !catalogueLines().includes(line))
        .toSorted(),
    ).toEqual(pageOnly);
  });

  it('has no line that the page of the checklist does not tell of', () => {
    const lines = catalogueLines().filter((line) => !line.startsWith('Contacts: '));
    expect(lines).toHaveLength(107);
    expect(lines.filter((line) => !pageLines().includes(line))).toEqual([]);
  });
});

describe('a line that a machine answers', () => {
  it('has a fixture that breaks it', () => {
    expect(Object.keys(broken).toSorted()).toEqual(machines.map(({ check }) => check).toSorted());
  });

  it.each(machines.map((line) => [line.check, line] as const))('%s holds where all is well', (_, line) => {
    expect(line.ask(wellFacts())).toMatchObject({ result: 'Passed', evidence: expect.stringMatching(/./) });
  });

  it.each(machines.map((line) => [line.check, line] as const))(
    '%s fails when what it asks is broken',
    (check, line) => {
      expect(line.ask(wellFacts(broken[check]))).toMatchObject({ result: 'Failed' });
    },
  );

  it.each(answerable.map((line) => [line.check, line] as const))(
    '%s never holds without a look',
    (_, line) => {
      expect(line.ask?.(noFacts())?.result).not.toBe('Passed');
    },
  );
});

/** What the page tells besides: parts of a proof, and commands of the appendix. */
const pageOnly = [
  '4.2: Rate limit resets after time window: waited for',
  'Appendix C: Check API Status',
  'Appendix C: List Active Routers',
];

const catalogueLines = (): string[] =>
  catalogue.map(({ section, title }) => `${section}: ${title.replaceAll('|', ', ')}`);

function pageLines(): string[] {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/checklist.md'), 'utf8');
  return page
    .split('\n')
    .filter((text) => text.startsWith('| ') && !text.startsWith('| section'))
    .map((text) => text.split('|').map((cell) => cell.trim()))
    .map(([, section = '', line = '']) => `${section}: ${line}`)
    .filter((line) => !line.startsWith('Contacts: '));
}
