import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, inlineCommands, type ShownFile, steps } from './commands.ts';
import type { Page } from './pages.ts';

const root = join(import.meta.dirname, '../..');

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

const pagesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}${name}`)
    .sort();

/** Every page for readers. What was decided once is not followed any more, so ADRs are none. */
const everyPage = (): readonly string[] => [
  ...['README.md', 'CONTRIBUTING.md', 'cdk8s/README.md'],
  ...pagesIn('docs/').filter((path) => !path.startsWith('docs/adr/')),
];

/** Every command that some page tells its reader to type. */
export const everyCommand = (): readonly Command[] =>
  everyPage().flatMap((path) => steps(path, textOf(path)).filter((step) => step.kind === 'Command'));

/** Every command that stands within a sentence or a table of some page. */
export const everyInlineCommand = (): readonly Command[] =>
  everyPage().flatMap((path) => inlineCommands(path, textOf(path)));

/** What a reader of these pages does; of equal commands in a folder the first. */
export function stepsOf({ path }: Pick<Page, 'path'>): readonly (Command | ShownFile)[] {
  if (!path.endsWith('/')) return steps(path, textOf(path));
  const all = pagesIn(path).flatMap((page) => steps(page, textOf(page)));
  const texts = all.map((step) => (step.kind === 'Command' ? step.text : step.name));
  return all.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
}
