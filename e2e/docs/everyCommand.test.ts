import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { program } from '../../cli/src/program.ts';
import type { Command } from './commands.ts';
import { pages } from './pages.ts';
import { everyCommand, everyInlineCommand } from './pagesOf.ts';
import { parseShell } from './shell.ts';
import { untyped } from './untyped.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const targets = [...read('Makefile').matchAll(/^([a-z0-9-]+):/gm)].map(([, target]) => target);
const place = ({ page, line, text }: Command) => `${page}:${line} ${text}`;

/** Programs that any page calls by these first words, each with the words that follow. */
const calls = (...first: readonly string[]) =>
  [...everyCommand(), ...everyInlineCommand()]
    .filter(({ text }) => !text.includes('…'))
    .flatMap((command) =>
      parseShell(command.text)
        .programs.map((words) => words.filter((word) => !/^[A-Z_]+=/.test(word)))
        .filter((words) => first.every((word, index) => words[index] === word))
        .map((words): [string, readonly string[]] => [place(command), words.slice(first.length)]),
    );

/** The program that readers have, which only reads what was typed. */
function parser(): ReturnType<typeof program> {
  const terminal = { paint: (text: string) => text, print: () => undefined, redraw: () => undefined };
  const root = program({ terminal } as unknown as Parameters<typeof program>[0], '0.0.0');
  for (const command of root.commands) command.action(() => undefined);
  return root;
}

describe('every command of the pages', () => {
  it.each(calls('kubectl', 'spacetime').filter(([, words]) => words.length > 0))(
    '%s: is understood by the program',
    async (_, words) => {
      const answer = parser().parseAsync([...words], { from: 'user' });
      await expect(answer).resolves.toBeDefined();
    },
  );

  it.each(calls('make'))('%s: names targets', (_, words) => {
    const named = words.filter((word) => !word.startsWith('-') && !word.includes('='));
    expect(named.filter((word) => !targets.includes(word))).toEqual([]);
  });

  it.each(calls('npm', 'run'))('%s: names a script', (_, words) => {
    const at = words.indexOf('-w');
    const { scripts } = JSON.parse(read(at < 0 ? 'package.json' : `${words[at + 1]}/package.json`)) as {
      scripts: Readonly<Record<string, string>>;
    };
    const [script = ''] = words.filter((word) => !word.startsWith('-'));
    expect(Object.keys(scripts)).toContain(script);
  });

  it('is typed on a node, or has a reason why not', () => {
    const isTyped = (page: string) =>
      pages.some(({ path }) => (path.endsWith('/') ? page.startsWith(path) : page === path));
    const forgotten = everyCommand().filter(
      ({ page, text }) =>
        !isTyped(page) && !untyped.some((one) => one.page === page && text.startsWith(one.command)),
    );
    expect(forgotten.map(place)).toEqual([]);
  });
});

it('every reason not to type a command is about one that is there', () => {
  const commands = everyCommand();
  const stale = untyped.filter(
    ({ page, command }) => !commands.some((one) => one.page === page && one.text.startsWith(command)),
  );
  expect(stale).toEqual([]);
});

it('every preparation of a page is for a command that is there', () => {
  const commands = everyCommand();
  const stale = pages.flatMap(({ path, before = {} }) =>
    Object.keys(before).filter(
      (start) => !commands.some(({ page, text }) => page.startsWith(path) && text.startsWith(start)),
    ),
  );
  expect(stale).toEqual([]);
});
