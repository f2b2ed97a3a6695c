import { writeFileSync } from 'node:fs';
import { answerOf, goLevel, jestLevel, run } from './levels.ts';
import { type Result, total } from './sum.ts';

/** Runs every level of tests, says how long each took, and ends with one line over all of them. */

const make = (environment: NodeJS.ProcessEnv, ...targets: string[]) =>
  run('make', ['--no-print-directory', ...targets], environment);

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  console.log(`\n── ${name}`);
  const startedAt = performance.now();
  const result = await work();
  console.log(`── ${name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  return result;
}

/** Judges the manifests by tools that are built once; without these, it has failed. */
async function onManifests(): Promise<Result> {
  const name = 'manifests';
  return (await make({}, 'tools')) === 0 ? jestLevel(name) : { name, passed: 0, failed: 1 };
}

/** A cluster that runs, as what is started on it is told. */
type Cluster = Readonly<Record<'CLUSTER' | 'KUBECONFIG', string>>;

const kubeconfigOf = (CLUSTER: string) => answerOf('make', ['--silent', 'kubeconfig'], { CLUSTER });

/** Starts this cluster, with all images; undefined when that fails. */
async function started(CLUSTER: string): Promise<Cluster | undefined> {
  const exitCode = await make({ CLUSTER }, 'up', 'browser-image');
  return exitCode === 0 ? { CLUSTER, KUBECONFIG: await kubeconfigOf(CLUSTER) } : undefined;
}

/** The levels that need a cluster; without one, each has failed. Scenarios wait more than they compute, so they run on both at once. */
async function onClusters(first: string, second: string): Promise<readonly Result[]> {
  const one = await timed('cluster and images', () => started(first));
  if (!one) return ['contract', 'e2e'].map((name) => ({ name, passed: 0, failed: 1 }));
  const contract = await timed('contract', () => jestLevel('contract', one));
  const other = await timed('second cluster', () => started(second));
  const clusters = [one, ...(other ? [other] : [])];
  const environment = { ...one, E2E_CLUSTERS: JSON.stringify(clusters) };
  return [contract, await timed('e2e', () => jestLevel('e2e', environment, clusters.length))];
}

const name = process.env['CLUSTER'] ?? 'local';
// A cluster's name has at most ten characters.
const clusters = [name, `${name.slice(0, 9)}2`] as const;
const running: string[] = [];
// One after the other, since the first builds the program.
for (const cluster of clusters) running.push(await kubeconfigOf(cluster));
const results = [
  // Packages are named, since the node's programs take many minutes to build.
  await timed('go', () => goLevel('go', 'e2e/cluster', ['./cmd/...', './internal/...'])),
  await timed('argocd', () => goLevel('argocd', 'argocd/test')),
  await timed('unit', () => jestLevel('unit')),
  await timed('fuzz', () => jestLevel('fuzz')),
  await timed('browser', () => jestLevel('browser')),
  await timed('manifests', onManifests),
  ...(await onClusters(...clusters)),
];
for (const [index, CLUSTER] of clusters.entries())
  if (!running[index]) await timed(`stop the cluster ${CLUSTER}`, () => make({ CLUSTER }, 'down'));

const { line, exitCode } = total(results);
console.log();
for (const { name, passed, failed } of results) console.log(`${name}: ${passed} passed, ${failed} failed`);
console.log(line);
writeFileSync('.cache/test-sum', `${line}\n`);
process.exitCode = exitCode;
