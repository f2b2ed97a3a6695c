import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { effortOf } from '../../e2e/harness/processEffort.ts';
import type { Row } from '../../runtime/bench/row.ts';
import { optionsOfImage } from './asImage.ts';
import { emptyCluster } from './emptyCluster.ts';

const repetitions = 3;
const restMilliseconds = 6000;
const healthPort = '18088';
const program = join(import.meta.dirname, '../dist/operator.mjs');

/** Memory of the operator's bundle, started as its image starts it, that follows a cluster in which nothing happens. */
export async function atRest(): Promise<Row> {
  const cluster = await emptyCluster();
  const folder = await mkdtemp(join(tmpdir(), 'spacetime-bench-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, cluster.kubeconfig);
  const options = await optionsOfImage();
  const env = { KUBECONFIG: kubeconfig, LEADER_ELECTION: 'false', HEALTH_PORT: healthPort };
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let n = 0; n < repetitions; n++) {
    ours.push(await megabytesOf([...options, program], env, isReady));
    bare.push(await megabytesOf([...options, '--eval', 'setInterval(() => {}, 1000)'], {}));
  }
  await cluster.close();
  await rm(folder, { recursive: true });
  return {
    what: 'memory at rest, with the pages of Node itself',
    unit: 'MB',
    ours,
    peer: { name: 'Node that only waits', values: bare },
    better: 'less',
    goal: '≤ 60',
  };
}

async function megabytesOf(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  until: () => Promise<boolean> = async () => true,
): Promise<number> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const gone = once(child, 'exit');
  while (!(await until())) {
    if (child.exitCode !== null) throw new Error(`${args.at(-1)} ended before it was ready.`);
    await pause(100);
  }
  await pause(restMilliseconds);
  const effort = await effortOf(child.pid ?? 0);
  child.kill('SIGTERM');
  await gone;
  return (effort?.residentBytes ?? Number.NaN) / 2 ** 20;
}

const isReady = (): Promise<boolean> =>
  fetch(`http://127.0.0.1:${healthPort}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
