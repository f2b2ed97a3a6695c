import { writeFileSync } from 'node:fs';
import { type Logger, pino } from 'pino';
import { type Config, readConfig } from './config.ts';
import { ConfigurationRefused } from './configurationRefused.ts';
import { type Runtime, startRuntime } from './runtime.ts';

const exitCodes = { done: 0, failed: 1, configurationRefused: 78 } as const;

/** Where Kubernetes looks for the reason of an exit. */
const terminationLog = '/dev/termination-log';

try {
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel });
  const runtime = await startRuntime(config, log);
  const told = new Promise<string>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
  void told.then((signal) => leave(runtime, signal, log));
  const ready = runtime.ready.then(() => true);
  if (await Promise.race([ready, told.then(() => false)]).catch(closing(runtime)))
    announce(runtime, config, log);
} catch (error) {
  refuse(error as Error);
}

function announce({ ports, madeToken }: Runtime, config: Config, log: Logger): void {
  log.info({ ...config, apiToken: undefined, databaseUrl: undefined, ports }, 'The runtime is ready.');
  // The only secret that is ever shown, and only where a developer runs the sources without one.
  if (madeToken)
    process.stdout.write(
      `\n  http://127.0.0.1:${ports.api}/\n  API token, made for this run: ${madeToken}\n\n`,
    );
}

/** Ends what was opened before it throws again what the runtime could not start with. */
function closing(runtime: Runtime): (error: unknown) => Promise<never> {
  return async (error) => {
    await runtime.close();
    throw error;
  };
}

async function leave(runtime: Runtime, signal: string, log: Logger): Promise<void> {
  log.info(`${signal}: draining.`);
  await runtime.leave();
  await runtime.close();
  process.exit(exitCodes.done);
}

function refuse(error: Error): void {
  const refused = error instanceof ConfigurationRefused;
  const sentence = refused ? error.message : `The runtime cannot start: ${error.message}`;
  process.stderr.write(`${refused ? sentence : (error.stack ?? sentence)}\n`);
  try {
    writeFileSync(terminationLog, sentence, { flag: 'r+' });
  } catch {
    // Outside a pod there is no such file.
  }
  process.exit(refused ? exitCodes.configurationRefused : exitCodes.failed);
}
