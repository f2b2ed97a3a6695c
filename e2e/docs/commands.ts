import { parseShell } from './shell.ts';

/** A command that a page tells its reader to type. */
export interface Command {
  readonly kind: 'Command';
  readonly page: string;
  readonly line: number;
  readonly text: string;
  /** What the page says that it prints; empty where it says nothing. */
  readonly shown: string;
}

/** A file that a page shows before its commands use it: a block whose fence bears `title=NAME`. */
export interface ShownFile {
  readonly kind: 'File';
  readonly name: string;
  readonly content: string;
}

interface Block {
  readonly info: string;
  readonly from: number;
  readonly lines: readonly string[];
}

const promptedLanguages = ['', 'console'];

/** Everything that a reader does who follows a page from top to bottom: blocks in `sh` line by line, others by their prompts `$ `. */
export function steps(page: string, markdown: string): readonly (Command | ShownFile)[] {
  return blocksOf(markdown).flatMap((block): (Command | ShownFile)[] => {
    const [language = ''] = block.info.split(' ');
    const title = block.info.match(/title=(\S+)/)?.[1];
    if (title) return [{ kind: 'File', name: title, content: `${block.lines.join('\n')}\n` }];
    if (language === 'sh') return typed(page, block);
    return promptedLanguages.includes(language) ? prompted(page, block) : [];
  });
}

/** The commands that stand within sentences and tables. */
export function inlineCommands(page: string, markdown: string): readonly Command[] {
  return markdown.split('\n').flatMap((text, index) =>
    [...text.matchAll(/`((?:kubectl|make|helm|npm run) [^`]+)`/g)].map(([, found = '']) => ({
      kind: 'Command' as const,
      page,
      line: index + 1,
      text: found,
      shown: '',
    })),
  );
}

function blocksOf(markdown: string): readonly Block[] {
  const lines = markdown.split('\n');
  const fences = lines.flatMap((line, index) => (line.trimStart().startsWith('```') ? [index] : []));
  return fences.flatMap((from, index) => {
    const to = fences[index + 1];
    if (index % 2 === 1 || to === undefined) return [];
    const info = lines[from]?.trim().slice(3) ?? '';
    return [{ info, from: from + 2, lines: lines.slice(from + 1, to) }];
  });
}

/** Each line is a command, unless the one before goes on in it. */
function typed(page: string, { from, lines }: Block): Command[] {
  const found: Command[] = [];
  let text = '';
  for (const [index, line] of lines.entries()) {
    text = text === '' ? line : `${text}\n${line}`;
    const { isOpen, programs } = parseShell(text);
    if (isOpen) continue;
    const first = from + index - text.split('\n').length + 1;
    if (programs.length > 0) found.push({ kind: 'Command', page, line: first, text, shown: '' });
    text = '';
  }
  if (text !== '') throw new Error(`${page}:${from}: a command of this block does not end.`);
  return found;
}

/** A line with a prompt is a command; what follows is what it prints. */
function prompted(page: string, { from, lines }: Block): Command[] {
  const found: Command[] = [];
  for (const [index, line] of lines.entries()) {
    const last = found.at(-1);
    if (line.startsWith('$ '))
      found.push({ kind: 'Command', page, line: from + index, text: line.slice(2), shown: '' });
    else if (last && parseShell(last.text).isOpen)
      found.splice(-1, 1, { ...last, text: `${last.text}\n${line}` });
    else if (last) found.splice(-1, 1, { ...last, shown: `${last.shown}${line}\n` });
  }
  return found;
}
