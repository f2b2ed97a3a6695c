import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from '../operator/test/aLook.ts';
import { type Rule, rules } from '../operator/test/simulation/rules.ts';
import { looksAt, type World } from '../operator/test/simulation/world.ts';
import { bad, good } from '../operator/test/simulation/worlds.ts';

/**
 * Measures the judge and what others use on the same releases, and writes the tables into docs/judge.md.
 * `node scripts/judgeTable.ts SEED [GOOD] [BAD]`: releases of each kind; the same seed gives the same tables.
 */
const [seed = 1, goodTimes = 1000, badTimes = 300] = process.argv.slice(2).map(Number);
const page = join(import.meta.dirname, '../docs/judge.md');
const looks = 300;

interface Run {
  readonly at: number;
  readonly failed: number;
}

/** For each rule, the releases that it undid. All rules see the same looks. */
function undone(world: World, times: number): readonly (readonly Run[])[] {
  const runs = Array.from({ length: times }, (_, run) => playedOnce(world, seeded(seed + run)));
  return rules.map((_, rule) => runs.flatMap((run) => run[rule] ?? []));
}

/** When each rule undid the release; nothing where it did not. */
function playedOnce(world: World, random: () => number): readonly (Run | undefined)[] {
  const asked = rules.map((rule) => rule.begin());
  const runs: (Run | undefined)[] = rules.map(() => undefined);
  let failed = 0;
  const lookAt = looksAt(world, random);
  for (let at = 1; at <= looks; at++) {
    const look = lookAt(at);
    failed += look.candidate.errors;
    for (const [i, ask] of asked.entries()) if (!runs[i] && ask(look)) runs[i] = { at, failed };
  }
  return runs;
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], body: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => '---')), ...body.map(row)].join('\n');
const byRule = (cellsOf: (i: number) => readonly string[]) =>
  rules.map(({ name }: Rule, i) => [name, ...cellsOf(i)]);

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function found(runs: readonly Run[], times: number): string {
  if (runs.length === 0) return 'none';
  const missed = times - runs.length;
  const seconds = median(runs.map(({ at }) => at));
  const failed = median(runs.map((run) => run.failed));
  return `${seconds} s, ${failed}${missed > 0 ? ` (${((100 * missed) / times).toFixed(0)} % missed)` : ''}`;
}

const wrong = good.map(([, world]) => undone(world, goodTimes));
const right = bad.map(([, world]) => undone(world, badTimes));
const text = `Of ${goodTimes.toLocaleString('en')} good releases of each kind, undone wrongly:

${table(
  ['', ...rules.map(({ name }) => name)],
  good.map(([name], i) => [
    name,
    ...rules.map((_, r) => `${((100 * (wrong[i]?.[r]?.length ?? 0)) / goodTimes).toFixed(1)} %`),
  ]),
)}

Of ${badTimes} bad releases of each kind: median seconds until they were found, and requests that the candidate failed until then:

${table(
  ['', ...bad.map(([name]) => name)],
  byRule((r) => right.map((runs) => found(runs[r] ?? [], badTimes))),
)}
`;
const before = readFileSync(page, 'utf8');
const [start, end] = ['<!-- measured: begin -->', '<!-- measured: end -->'];
const [head] = before.split(start);
const tail = before.slice(before.indexOf(end));
writeFileSync(page, `${head}${start}\n\nSeed ${seed}. ${text}\n${tail}`);
