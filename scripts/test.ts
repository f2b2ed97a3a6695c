import { writeFileSync } from 'node:fs';
import { answerOf, goLevel, jestLevel, run } from './levels.ts';
import { type Result, total } from './sum.ts';

/** Runs every level of tests, says how long each took, and ends with one line over all of them. */

const make = (...targets: string[]) => run('make', ['--no-print-directory', ...targets]);

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  console.log(`\n── ${name}`);
  const startedAt = performance.now();
  const result = await work();
  console.log(`── ${name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  return result;
}

/** The levels that need a cluster; without one, each has failed. */
async function onCluster(names: readonly string[]): Promise<readonly Result[]> {
  const prepared = await timed('cluster and images', () => make('up', 'browser-image'));
  if (prepared !== 0) return names.map((name) => ({ name, passed: 0, failed: 1 }));
  const KUBECONFIG = await answerOf('make', ['--silent', 'kubeconfig']);
  const results: Result[] = [];
  for (const name of names) results.push(await timed(name, () => jestLevel(name, { KUBECONFIG })));
  return results;
}

const wasRunning = (await answerOf('make', ['--silent', 'kubeconfig'])) !== '';
const results = [
  // Packages are named, since the node's programs take many minutes to build.
  await timed('go', () => goLevel('go', 'e2e/cluster', ['./cmd/...', './internal/...'])),
  await timed('argocd', () => goLevel('argocd', 'argocd/test')),
  await timed('unit', () => jestLevel('unit')),
  await timed('fuzz', () => jestLevel('fuzz')),
  await timed('browser', () => jestLevel('browser')),
  ...(await onCluster(['contract', 'e2e'])),
];
if (!wasRunning) await timed('stop the cluster', () => make('down'));

const { line, exitCode } = total(results);
console.log();
for (const { name, passed, failed } of results) console.log(`${name}: ${passed} passed, ${failed} failed`);
console.log(line);
writeFileSync('.cache/test-sum', `${line}\n`);
process.exitCode = exitCode;
