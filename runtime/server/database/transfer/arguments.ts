import { parseArgs } from 'node:util';

/** What `npm run db` was asked to do. */
export interface Order {
  readonly action: 'export' | 'import';
  /** `-` is standard output or input. */
  readonly file: string;
  readonly database: string | undefined;
  readonly dataDirectory: string | undefined;
}

export const help = `Moves a world from one database to another, with all its ids.

  npm run --silent db -- export FILE     writes the world to FILE; - writes to standard output
  npm run --silent db -- import FILE     reads it into an empty database; - reads from standard input

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
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const [action, file, ...rest] = positionals;
  if (action !== 'export' && action !== 'import')
    throw new Error(`The first argument must be export or import${action ? `, not ${action}` : ''}.`);
  if (file === undefined) throw new Error(`${action} needs the name of a file, or - .`);
  if (rest.length > 0) throw new Error(`${action} takes one file; ${rest[0]} is too much.`);
  return { action, file, database: values.database, dataDirectory: values['data-dir'] };
}
