import { join } from 'node:path';
import { addressTowards } from '../harness/address.ts';
import { openCluster } from '../harness/cluster.ts';
import { loadImages } from '../harness/images.ts';
import { kubectl } from '../harness/kubectl.ts';
import { startDatabase } from './database.ts';
import { done, type Planned, planned } from './planned.ts';
import { writeReport } from './report.ts';
import { run } from './run.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { startSwitch } from './switch.ts';
import { faultsOfScenarios, type Stand, type System } from './system.ts';
import { systemsOf } from './systems/systems.ts';
import { appendTrial, readTrials, type Trial } from './trial.ts';

/**
 * Ships good and bad releases under steady users, again and again, and writes what users saw of them. Trials that are in
 * the results file already are not run again, so that a bench may be cut off. ONLY=S1,good and PEER=SpaceTime choose,
 * as does SETTING=fastest; TRIALS=5 says how many of each.
 */

const results = join(import.meta.dirname, '../../docs/benchmarks/rollouts.jsonl');
const page = join(import.meta.dirname, '../../docs/benchmarks/rollouts.md');

// What runs for the bench ends with it, however it ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

try {
  const plan = planned(process.env, Object.keys(scenarios));
  if (!process.argv.includes('--report')) await bench(plan);
  await writeReport(page, await readTrials(results));
  console.log(`The table is in ${page}.`);
} catch (error) {
  console.error(`\nThe bench cannot go on. ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
// Visitors that are left after a failure end with this process.
process.exit();

async function bench(plan: Planned): Promise<void> {
  const cluster = openCluster();
  const address = await addressTowards(await serviceAddress());
  const database = await startDatabase(address);
  const toggle = await startSwitch(address);
  try {
    await loadImages(faultsOfScenarios);
    for (const system of systemsOf(cluster, database, plan.peer, plan.setting)) {
      for (const name of plan.only) {
        const [before, count] = [
          done(await readTrials(results), system, name),
          plan.trials(name, system.name),
        ];
        if (count > before) await trials(name, { first: before + 1, last: count }, system, toggle);
      }
    }
  } finally {
    await toggle.close();
    await database.close();
  }
}

async function trials(
  name: string,
  { first, last }: { readonly first: number; readonly last: number },
  system: System,
  toggle: Awaited<ReturnType<typeof startSwitch>>,
): Promise<void> {
  const scenario = scenarios[name] as Scenario;
  console.log(`${system.name} (${system.setting}), ${name}: ${scenario.title}`);
  const stand = await system.stand(scenario.first?.(toggle) ?? {}, name);
  try {
    for (let i = first; i <= last; i++) {
      toggle.set(false);
      const trial = await run(name, scenario, i, { system, stand, toggle });
      let restored: boolean | undefined;
      try {
        restored = await readyAgain(scenario, trial, stand);
      } finally {
        await appendTrial(results, { ...trial, restored });
      }
      console.log(
        `  ${i} of ${last}: ${trial.verdict}, ${trial.reason}, after ${trial.verdictSeconds.toFixed(1)} s, ${trial.failed.new + trial.failed.kept} failed`,
      );
    }
  } finally {
    await stand.close();
  }
}

/** Makes a stand ready for the next trial; answers whether every object was restored, where that can be told. */
async function readyAgain(
  { goesOn }: Scenario,
  { verdict }: Trial,
  stand: Stand,
): Promise<boolean | undefined> {
  if (!goesOn || verdict !== 'Released') return stand.reset();
  await stand.until('Settled', 300);
  return undefined;
}

/** An address of the cluster, to find out which of ours leads there. */
function serviceAddress(): Promise<string> {
  return kubectl(['get', 'service', 'kubernetes', '-o', 'jsonpath={.spec.clusterIP}']);
}
