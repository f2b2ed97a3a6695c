import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { type GoEvent, type JestReport, ofGo, ofJest, parseGoEvent, type Result } from './sum.ts';

const root = join(import.meta.dirname, '..');

/** Runs a program with this process's own output; answers its exit code, 1 when it could not be started. */
export function run(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<number> {
  const child = spawn(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return ended(child);
}

/** Answers what a program prints, without its last line break; empty when it fails, and what it says then is not shown. */
export async function answerOf(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<string> {
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...environment },
  });
  const end = ended(child);
  const said = await text(child.stdout);
  return (await end) === 0 ? said.trim() : '';
}

/** Runs one project of `jest.config.js`, its progress in view; `workers` is how many files run at once. */
export async function jestLevel(
  name: string,
  environment: NodeJS.ProcessEnv = {},
  workers: number = workersOf(name),
): Promise<Result> {
  const file = join(root, '.cache', `${name}-tests.json`);
  rmSync(file, { force: true });
  const report = ['--json', `--outputFile=${file}`];
  const args = [
    'run',
    '--silent',
    'jest',
    '--',
    '--selectProjects',
    name,
    ...report,
    `--maxWorkers=${workers}`,
  ];
  const exitCode = await run('npm', args, environment);
  return ofJest({ name, exitCode }, reportIn(file));
}

/** Tests on a cluster share it, and pages are drawn without a graphics card, so they take turns; others wait for programs, so there is work for one more than there are cores. */
const workersOf = (name: string): number =>
  ['browser', 'contract', 'e2e', 'manifests'].includes(name) ? 1 : availableParallelism() + 1;

function reportIn(file: string): JestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  } catch {
    return undefined;
  }
}

/** Runs the tests of some packages of a Go module; `folder` is its path from the root of the repository. */
export async function goLevel(
  name: string,
  folder: string,
  packages: readonly string[] = ['./...'],
): Promise<Result> {
  const child = spawn('go', ['test', '-json', ...packages], {
    cwd: join(root, folder),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = ended(child);
  const events: GoEvent[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const event = parseGoEvent(line);
    if (event) {
      events.push(event);
      showGo(event, events);
    } else console.log(line);
  }
  return ofGo({ name, exitCode: await end }, events);
}

/** One line for each package, and all that a failed test said. */
function showGo({ Action, Package, Test, Elapsed }: GoEvent, events: readonly GoEvent[]): void {
  if (Action !== 'pass' && Action !== 'fail') return;
  if (Test === undefined) console.log(`${Action.toUpperCase()} ${Package} (${Elapsed ?? 0} s)`);
  if (Action === 'pass') return;
  const said = events.filter((one) => one.Package === Package && one.Test === Test && one.Output);
  for (const { Output } of said) process.stdout.write(Output ?? '');
}

type Child = ReturnType<typeof spawn>;

const ended = (child: Child): Promise<number> =>
  new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
