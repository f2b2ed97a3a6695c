import type { Command, ShownFile } from './commands.ts';
import { type Page, pages } from './pages.ts';
import { everyInlineCommand, stepsOf } from './pagesOf.ts';
import { hasShown } from './shown.ts';
import { openTerminal, type Terminal } from './terminal.ts';
import { untyped } from './untyped.ts';

const minutes = 60_000;
const only = process.env['ONLY']?.split(',');
let terminal: Terminal;

beforeAll(() => {
  terminal = openTerminal();
});

afterAll(() => terminal?.close());

const isTyped = ({ page, text }: Command) =>
  !untyped.some((one) => one.page === page && text.startsWith(one.command));

/** As the reader would write it whose names are those of this node. */
const ownNames = (text: string, { inPlaceOf = {} }: Page) =>
  Object.entries(inPlaceOf).reduce((all, [name, own]) => all.replaceAll(name, () => own), text);

/** Types a command, and complains with the place where it stands. */
async function type(place: string, command: string): Promise<string> {
  const { code, printed } = await terminal.type(command);
  if (code !== 0) throw new Error(`${place}: ended with ${code}\n$ ${command}\n${printed}`);
  return printed;
}

async function follow(step: Command, page: Page): Promise<void> {
  const place = `${step.page}:${step.line}`;
  const own = ownNames(step.text, page);
  for (const [start, what] of Object.entries(page.before ?? {}))
    if (step.text.startsWith(start)) await type(`before ${place}`, what);
  const printed = await type(place, own);
  if (!hasShown(printed, step.shown))
    throw new Error(`${place}: shows\n${step.shown}but it printed\n${printed}`);
}

/** A program that is asked for help reads its options first; one that a sentence names without its value is left out. */
const askedForHelp = (text: string) => `${text.replace(/ -[fk]$/, '')} --help`;

/** What stands within sentences goes without what was before it, so it is read and not carried out; `make test` reads the rest of it. */
const readOnly = everyInlineCommand()
  .filter(({ text }) => /^(kubectl|helm) (?!spacetime)/.test(text) && !text.includes('…'))
  .map((command): [string, string] => [
    `${command.page}:${command.line} ${command.text}`,
    askedForHelp(command.text),
  ]);

const title = (step: Command | ShownFile) =>
  step.kind === 'File' ? `(${step.name})` : `${step.page}:${step.line} ${step.text.split('\n')[0]}`;

// Each page from top to bottom: what one command has left is what the next one finds.
describe.each(pages.filter(({ path }) => !only || only.includes(path)))('$path', (page) => {
  beforeAll(() => type(`the preparation of ${page.path}`, page.prepare), 15 * minutes);

  it.each(
    stepsOf(page)
      .filter((step) => step.kind === 'File' || isTyped(step))
      .map((step): [string, Command | ShownFile] => [title(step), step]),
  )(
    '%s',
    async (_, step) => {
      if (step.kind === 'File') terminal.put(step.name, ownNames(step.content, page));
      else await follow(step, page);
    },
    10 * minutes,
  );
});

describe('commands within sentences', () => {
  it.each(readOnly)('%s: is understood by the program', (place, command) => type(place, command));
});
