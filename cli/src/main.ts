import { CommanderError } from 'commander';
import { systemClock } from '../../operator/src/clock.ts';
import { openApi } from './cluster/api.ts';
import { complaint } from './complaint.ts';
import { orHelp, program } from './program.ts';
import { terminalOn } from './terminal.ts';

declare const SPACETIME_CLI_VERSION: string | undefined;
const version = typeof SPACETIME_CLI_VERSION === 'string' ? SPACETIME_CLI_VERSION : '0.0.0-source';

const enough = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => enough.abort());
// Somebody who only wants the first lines (`| head`) has had enough too.
process.stdout.once('error', () => process.exit(0));

const ground = {
  open: (where: Parameters<typeof openApi>[0]) => openApi(where, systemClock),
  clock: systemClock,
  kubectl: 'kubectl',
  terminal: terminalOn(process.stdout, process.env),
  signal: enough.signal,
};

try {
  await program(ground, version).parseAsync(orHelp(process.argv.slice(2)), { from: 'user' });
} catch (error) {
  if (!(error instanceof CommanderError && error.exitCode === 0)) {
    const { sentence, exitCode } = complaint(error);
    process.stderr.write(`${sentence}\n`);
    process.exitCode = exitCode;
  }
}
