import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { colors, noColors } from '../../cli/src/view/paint.ts';
import type { Answer } from '../harness/answer.ts';
import { type Cluster, openCluster } from '../harness/cluster.ts';
import { loadImages } from '../harness/images.ts';
import { kubeconfig, kubectlProgram } from '../harness/kubectl.ts';
import { type Load, startLoad } from '../harness/load.ts';
import { emptied } from '../harness/namespace.ts';
import { installOperator } from '../harness/operator.ts';
import { ship } from '../harness/ship.ts';
import { type World, world } from '../harness/world.ts';
import { type Live, live } from './live.ts';
import { type DemoShipped, failures, type Outcome, outcome } from './outcome.ts';
import { firstSpec, goodSpec, releases } from './releases.ts';
import { draw, seedFrom } from './seed.ts';
import { table } from './table.ts';

/** Ships good and bad releases under steady users, shows what happens, and says what users saw of it. */

const namespace = 'demo';
const output = process.stdout;
const paint = output.isTTY && !process.env['NO_COLOR'] ? colors : noColors;
const results = join(import.meta.dirname, '../../.cache/demo.json');
/** When make began, so that its part is counted too. */
const startedAt = Number(process.env['DEMO_STARTED'] ?? Date.now());
const took: Record<string, number> = {};

try {
  process.exitCode = await demo();
} catch (error) {
  console.error(`\nThe demo cannot go on. ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
// Visitors that are left after a failure end with this process.
process.exit();

async function demo(): Promise<number> {
  took['make'] = (Date.now() - startedAt) / 1000;
  const seed = seedFrom(process.env['DEMO_SEED'], Math.random);
  console.log(`Seed ${seed}: DEMO_SEED=${seed} make demo draws the same last fault again.`);
  const cluster = openCluster();
  await timed('images, operator and an empty namespace', () =>
    Promise.all([
      loadImages(['answers500', 'crashesSoon', draw(seed)[0]]),
      installOperator(),
      // Nothing of an earlier demo is left: held revisions would be held still.
      emptied(cluster, namespace),
    ]),
  );
  const demoWorld = world(cluster, namespace, 'demo');
  await timed('first release', async () => {
    await demoWorld.apply(firstSpec);
    return demoWorld.settled(300);
  });
  const url = await demoWorld.address();
  const load = startLoad({ url });
  const outcomes = await shipAll({ seed, cluster, demoWorld, load });
  return report(seed, outcomes, url);
}

interface Setting {
  readonly seed: number;
  readonly cluster: Cluster;
  readonly demoWorld: World;
  readonly load: Load;
}

async function shipAll({ seed, cluster, demoWorld, load }: Setting): Promise<readonly Outcome[]> {
  const view = live({ cluster, world: demoWorld, answers: () => load.answers, seed, startedAt, output });
  const shipped: DemoShipped[] = [];
  try {
    for (const release of releases(seed)) {
      view.title(release.title);
      const stage = { cluster, world: demoWorld, goodSpec, say: view.title };
      const one = { release, ...(await ship(release.spec, stage)) };
      shipped.push(one);
      sayDone(one, load.answers, view);
    }
  } finally {
    view.title('the visitors leave');
    await load.stop();
    await view.stop();
  }
  return shipped.map((one) => outcome(one, load.answers));
}

function sayDone(shipped: DemoShipped, answers: readonly Answer[], view: Live): void {
  const { seen, verdictSeconds } = outcome(shipped, answers);
  const { release, verdict, reason } = shipped;
  view.done(
    `${release.title}: ${verdict} after ${verdictSeconds.toFixed(1)} s, ${reason}, ${seen.failed} failed`,
  );
}

function report(seed: number, outcomes: readonly Outcome[], url: string): number {
  const problems = outcomes.flatMap(failures);
  for (const { release, tookSeconds } of outcomes) took[release.title] = tookSeconds;
  const seconds = (Date.now() - startedAt) / 1000;
  console.log(`\n${table(outcomes, paint).join('\n')}\n`);
  for (const { release, message, notes } of outcomes.filter((one) => one.notes.length > 0))
    console.log(`${release.title}\n  ${[message, ...notes].join('\n  ')}`);
  console.log(
    `\nIt took ${seconds.toFixed(0)} s: ${Object.entries(took)
      .map(([part, s]) => `${part} ${s.toFixed(0)} s`)
      .join(', ')}.`,
  );
  writeFileSync(results, `${JSON.stringify({ seed, seconds, took, problems, outcomes }, undefined, 2)}\n`);
  for (const problem of problems) console.log(paint('red', problem));
  sayWhatToTry(url);
  return problems.length > 0 ? 1 : 0;
}

function sayWhatToTry(url: string): void {
  const program = kubectlProgram();
  const broken = `{"spec":{"image":"spacetime:v6.6.6"}}`;
  console.log(`
The world:   ${url}/
kubeconfig:  export KUBECONFIG=${kubeconfig()}
Try:
  ${program} -n ${namespace} describe spacetime demo
  ${program} -n ${namespace} scale spacetime demo --replicas=5
  ${program} -n ${namespace} patch spacetime demo --type=merge -p '${broken}' && ${program} -n ${namespace} get spacetime demo --watch
`);
}

async function timed<T>(part: string, work: () => Promise<T>): Promise<T> {
  const from = Date.now();
  console.log(`… ${part}`);
  const result = await work();
  took[part] = (Date.now() - from) / 1000;
  console.log(`✓ ${part} (${took[part].toFixed(1)} s)`);
  return result;
}
