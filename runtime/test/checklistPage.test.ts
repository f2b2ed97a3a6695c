import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildBlock } from './checklist/buildBlock.ts';
import { checklistBlocks } from './checklist/checklistBlocks.ts';

const root = join(import.meta.dirname, '../..');
const stages = ['before', 'bakes', 'after', 'drill', 'people', 'n/a'];

interface Row {
  readonly section: string;
  readonly line: string;
  readonly stage: string;
  readonly proof: string;
}

const rows = readFileSync(join(root, 'docs/checklist.md'), 'utf8')
  .split('\n')
  .filter((text) => text.startsWith('| ') && !text.startsWith('| section'))
  .map((text): Row => {
    const [, section = '', line = '', stage = '', proof = ''] = text.split('|').map((cell) => cell.trim());
    return { section, line, stage, proof };
  });
const blockLines = [...checklistBlocks, buildBlock].flatMap(({ section, expect: lines }) =>
  lines.map(({ line }) => `${section}: ${line}`),
);

describe('the page of the checklist', () => {
  it('has every line that a block proves, and says so of no other', () => {
    const said = rows
      .filter(({ proof }) => proof === 'block')
      .map(({ section, line }) => `${section}: ${line}`);
    expect(said.toSorted()).toEqual(blockLines.toSorted());
  });

  it('gives each line a stage, and a reason to each that no test proves', () => {
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter(({ stage, proof }) => !stages.includes(stage) || proof === '')).toEqual([]);
  });

  it('names tests that are there', () => {
    const named = rows.flatMap(({ proof }) => [...proof.matchAll(/`([\w./-]+\.test\.ts)` "([^"]*)"/g)]);
    expect(named.length).toBeGreaterThan(20);
    const missing = named.filter(([, file = '', title = '']) => {
      const path = join(root, file);
      return !existsSync(path) || !readFileSync(path, 'utf8').includes(title);
    });
    expect(missing.map(([text]) => text)).toEqual([]);
  });

  it('names commands and pages that are there', () => {
    const makefile = readFileSync(join(root, 'Makefile'), 'utf8');
    const text = rows.map(({ proof }) => proof).join('\n');
    const targets = [...text.matchAll(/`make ([\w ]+)`/g)].flatMap(([, names = '']) => names.split(' '));
    expect(targets.filter((name) => !new RegExp(`^${name}:`, 'm').test(makefile))).toEqual([]);
    const pages = [...text.matchAll(/`((?:docs\/)?[\w-]+\.md)` has|measured: `([^`]+)`/g)].map(
      ([, a, b]) => a ?? b ?? '',
    );
    expect(pages.filter((page) => !existsSync(join(root, page)))).toEqual([]);
  });
});
