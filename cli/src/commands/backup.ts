import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import { BadInput } from '../problem.ts';
import { titleOf } from '../spaceTime.ts';
import { carryOut } from '../transfer/carry.ts';
import { contentsText } from '../view/contents.ts';
import { type Ground, meant, withApi } from './ground.ts';
import { type TransferOptions, transferArguments, transferOf, withPlainTransfer } from './transfer.ts';

/** Keeps a copy of a world in a file here. */
export function backupCommand(ground: Ground): Command {
  const command = new Command('backup')
    .summary('keep a copy of a world in a file')
    .description(
      'Writes everything that the database of a world remembers to a file here, as it is at one moment, while the world goes on. The file appears only when it is whole. It holds the secrets of webhooks, the hashes of tokens and the key of visitors’ tickets; it does not hold Secrets of the cluster, nor the SpaceTime.',
    );
  transferArguments(command, 'file to write, which must not be there yet').action(() => run(ground, command));
  return withPlainTransfer(command, 'backup');
}

async function run(ground: Ground, command: Command): Promise<void> {
  const options = command.opts<TransferOptions>();
  const { file } = options;
  if (await stat(file).catch(() => undefined))
    throw new BadInput(`--file ${file} is there already; name another file.`);
  await withApi(ground, command, async (api) => {
    const { world } = await meant(api, command.args, 0);
    const transfer = transferOf(api, world, { direction: 'backup', options }, ground);
    if (!transfer) return;
    const contents = await carryOut(transfer);
    const { terminal } = ground;
    terminal.print([
      `${terminal.paint('green', `${titleOf(world)} is in ${file}`)}: ${contentsText(contents)}.`,
      'The file holds its secrets: keep it as you keep passwords.',
    ]);
  });
}
