import { Command } from 'commander';
import { apiVersion, kind } from '../../../operator/src/api/identity.ts';
import type { Api } from '../cluster/api.ts';
import { BadInput, Failed } from '../problem.ts';
import { type SpaceTime, titleOf } from '../spaceTime.ts';
import { carryIn, contentsOfFile } from '../transfer/carry.ts';
import { databaseOf, refusalOf } from '../transfer/target.ts';
import { contentsText } from '../view/contents.ts';
import { type Ground, meant, withApi } from './ground.ts';
import { type TransferOptions, transferArguments, transferOf, withPlainTransfer } from './transfer.ts';

interface Options extends TransferOptions {
  readonly replicas?: number;
}

/** How long a new database may take to start. */
const databaseSeconds = 300;
const pollMilliseconds = 500;

/** Loads a file into a world that is turned off and new. */
export function restoreCommand(ground: Ground): Command {
  const command = new Command('restore')
    .summary('load a backup into a new world')
    .description(
      'Loads a backup into the database of a SpaceTime that has replicas: 0 and was never used. What is alive is never written over: a world with pods, or a database that is not empty, is refused. All of the file is loaded, or nothing.',
    );
  transferArguments(command, 'file that backup wrote')
    .option('--replicas <number>', 'start the world with so many pods when it is loaded', replicasOf)
    .action(() => run(ground, command));
  return withPlainTransfer(command, 'restore');
}

function replicasOf(text: string): number {
  const replicas = Number(text);
  if (Number.isInteger(replicas) && replicas >= 1 && replicas <= 100) return replicas;
  throw new BadInput(`--replicas must be a whole number from 1 to 100, not "${text}".`);
}

async function run(ground: Ground, command: Command): Promise<void> {
  const options = command.opts<Options>();
  const contents = await contentsOfFile(options.file);
  await withApi(ground, command, async (api) => {
    const { world } = await meant(api, command.args, 0);
    const transfer = transferOf(api, world, { direction: 'restore', options }, ground);
    if (!transfer) return;
    const refusal = refusalOf(world, (await api.pods(world)).length);
    if (refusal) throw new Failed(refusal);
    await untilDatabaseIsReady(api, world, ground);
    await carryIn(transfer, contents);
    const { terminal } = ground;
    terminal.print([
      `${terminal.paint('green', `${options.file} is in the database of ${titleOf(world)}`)}: ${contentsText(contents)}.`,
    ]);
    await start(api, world, options, ground);
  });
}

/** A SpaceTime that was made a moment ago has no database yet. */
async function untilDatabaseIsReady(api: Api, world: SpaceTime, { clock, signal }: Ground): Promise<void> {
  const { namespace, name } = world.metadata;
  const begun = clock.now();
  for (let seen = databaseOf(world); !seen.isReady; seen = databaseOf(await api.world(namespace, name))) {
    if (clock.now() - begun >= databaseSeconds * 1000)
      throw new Failed(
        `The database of ${titleOf(world)} is not ready after ${databaseSeconds} s: ${seen.message}`,
      );
    await clock.after(pollMilliseconds, signal).catch(() => {
      throw new Failed('Stopped before anything was done.');
    });
  }
}

async function start(api: Api, world: SpaceTime, { replicas }: Options, { terminal }: Ground): Promise<void> {
  const { namespace, name } = world.metadata;
  if (replicas === undefined)
    return void terminal.print([
      `Start it: kubectl scale st/${name} ${['-n', namespace, ...api.flags].join(' ')} --replicas=2`,
    ]);
  await api.patch(world, { apiVersion, kind, spec: { replicas } });
  terminal.print([`It starts with spec.replicas ${replicas}; kubectl spacetime status -w shows it.`]);
}
