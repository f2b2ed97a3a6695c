import { parseArgs } from 'node:util';
import { releaseBuild } from '../../build.ts';

const actions = ['export', 'import', 'check', 'backup'] as const;
type Action = (typeof actions)[number];

/** What `npm run db` was asked to do. */
export interface Order {
  readonly action: Action;
  /** `-` is standard output or input; for `backup` a folder. */
  readonly file: string;
  readonly database: string | undefined;
  readonly dataDirectory: string | undefined;
  /** How many backups stay in the folder. */
  readonly keep: number;
}

const usualKeep = 7;
const mostKeep = 1000;
/** How the program is called: an image holds it as one file. */
export const command = releaseBuild ? 'node /app/transfer.mjs' : 'npm run --silent db --';

export const help = `Moves a world from one database to another, with all its ids, or keeps copies of it.

  ${command} export FILE     writes the world to FILE; - writes to standard output
  ${command} import FILE     reads it into an empty database; - reads from standard input
  ${command} check FILE      says whether all of a file is there, and what it holds; - reads from standard input
  ${command} backup FOLDER   writes the world to a new file in FOLDER, and removes all but the newest files there

  --keep N          how many files backup leaves in the folder, the new one among them (${usualKeep})
  --database URL    the database; else the variable DATABASE_URL, else the embedded one
  --data-dir DIR    the folder of the embedded one; else SPACETIME_DATA_DIR, else the usual one
  --help            shows this

A running world can be exported: the file holds it as it was at one moment. Import while no runtime uses the
database. A file that is cut off or damaged is refused, and nothing is changed.

Take care of the file: it holds the secrets of webhooks, the hashes of tokens and the key of visitors' tickets. Only
its owner can read it (mode 0600), and whoever has it can sign webhooks in the name of the world.
`;

/** Reads the arguments. Throws a sentence when they make no sense; nothing is answered when help is asked for. */
export function orderIn(given: readonly string[]): Order | undefined {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      database: { type: 'string' },
      'data-dir': { type: 'string' },
      keep: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const [first, file, ...rest] = positionals;
  const action = actionIn(first);
  if (file === undefined)
    throw new Error(
      action === 'backup'
        ? 'backup needs the name of a folder.'
        : `${action} needs the name of a file, or - .`,
    );
  if (rest.length > 0) throw new Error(`${action} takes one file; ${rest[0]} is too much.`);
  if (values.keep !== undefined && action !== 'backup')
    throw new Error(`--keep is for backup, not ${action}.`);
  return {
    action,
    file,
    database: values.database,
    dataDirectory: values['data-dir'],
    keep: keepIn(values.keep),
  };
}

function actionIn(text: string | undefined): Action {
  const action = actions.find((one) => one === text);
  if (action) return action;
  throw new Error(
    `The first argument must be export, import, check or backup${text === undefined ? '' : `, not ${text}`}.`,
  );
}

function keepIn(text: string | undefined): number {
  if (text === undefined) return usualKeep;
  const keep = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (keep >= 1 && keep <= mostKeep) return keep;
  throw new Error(`--keep must be a whole number from 1 to ${mostKeep}, not ${text}.`);
}
