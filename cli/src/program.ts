import { Command } from 'commander';
import { backupCommand } from './commands/backup.ts';
import { checklistCommand } from './commands/checklist.ts';
import { diff } from './commands/diff.ts';
import { explain } from './commands/explain.ts';
import type { Ground } from './commands/ground.ts';
import { history } from './commands/history.ts';
import { orderCommand } from './commands/order.ts';
import { orders } from './commands/orders.ts';
import { readingCommand } from './commands/reading.ts';
import { restoreCommand } from './commands/restore.ts';
import { statusCommand } from './commands/status.ts';

/** The whole program. It never ends the process: what is wrong is thrown, also by the parser (`CommanderError`). */
export function program(ground: Ground, version: string): Command {
  const root = new Command('kubectl spacetime')
    .description('Releases of SpaceTime worlds, by hand, and copies of what they remember.')
    .version(version, '--version', 'print the version')
    .option('-n, --namespace <name>', "namespace of the SpaceTime (default: the context's)")
    .option('--context <name>', 'context of the kubeconfig')
    .option('--kubeconfig <path>', 'kubeconfig to use');
  const commands = [
    statusCommand(ground),
    checklistCommand(ground),
    ...[history, diff, explain].map((spec) => readingCommand(spec, ground)),
    ...orders.map((spec) => orderCommand(spec, ground)),
    backupCommand(ground),
    restoreCommand(ground),
  ];
  for (const command of commands) root.addCommand(command);
  for (const command of [root, ...root.commands])
    command
      .helpOption('-h, --help', 'show this help')
      .configureHelp({ helpWidth: 100 })
      .configureOutput({
        writeOut: (text) => ground.terminal.print([text.trimEnd()]),
        writeErr: () => undefined,
      })
      .exitOverride();
  return root.helpCommand('help [command]', 'show the help of a command');
}

/** Somebody who types nothing wants to know what there is. */
export const orHelp = (args: readonly string[]): readonly string[] => (args.length > 0 ? args : ['--help']);
