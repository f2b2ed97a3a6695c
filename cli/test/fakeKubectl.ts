import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FakeKubectl {
  readonly path: string;
  /** What it was given, once it ran. */
  given(): Promise<{ readonly args: readonly string[]; readonly input: string }>;
  remove(): Promise<void>;
}

/** How `kubectl exec` goes. */
export interface Play {
  /** What comes out of it. */
  readonly output?: string;
  readonly words?: string;
  readonly code?: number;
  /** Reads what it is given; otherwise it ends without. */
  readonly reads?: boolean;
  /** Goes on for ever after that. */
  readonly stays?: boolean;
}

/** A program in the place of kubectl that does as the play says. */
export async function fakeKubectl(play: Play): Promise<FakeKubectl> {
  const folder = await mkdtemp(join(tmpdir(), 'kubectl-'));
  const path = join(folder, 'kubectl');
  const given = join(folder, 'given.json');
  const program = `#!${process.execPath}
const { readFileSync, writeFileSync } = require('node:fs');
const play = ${JSON.stringify(play)};
const input = play.reads ? readFileSync(0, 'utf8') : '';
writeFileSync(${JSON.stringify(given)}, JSON.stringify({ args: process.argv.slice(2), input }));
process.stderr.write(play.words ?? '');
process.stdout.write(play.output ?? '', () => {
  if (play.stays) setInterval(() => {}, 60000);
  else process.exit(play.code ?? 0);
});
`;
  await writeFile(path, program, { mode: 0o755 });
  return {
    path,
    given: async () => JSON.parse(await readFile(given, 'utf8')),
    remove: () => rm(folder, { recursive: true }),
  };
}
