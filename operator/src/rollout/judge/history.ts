import { type ArmCounts, type Batch, nothingCounted } from './batch.ts';
import { emptyRecord, fold, type JudgeRecord } from './record.ts';
import type { Sla } from './sla.ts';

/** All that the judge was told of a release: where it began, and each look since then. */
export interface History {
  /** What was known before the first of the looks. */
  readonly seed: JudgeRecord;
  /** Oldest first. */
  readonly looks: readonly Batch[];
}

/** Looks that are kept of a release that runs; older ones are in the seed. */
export const mostLooks = 1200;
const mostCharacters = 200 * 1024;
const format = 2;

/** The first line of a record. */
export interface Header {
  readonly format: number;
  readonly revision: string;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly sla: Sla;
  readonly seed: JudgeRecord;
}

/**
 * A release as text: a line of JSON on where it began, then a line for each look, in which what is nothing is left out. At most
 * 200 KiB; where that is too little, the oldest looks are only in the sums that the first line begins with.
 */
export function recordText(release: Omit<Header, 'format' | 'seed'>, { seed, looks }: History): string {
  const lines = looks.map((look) => JSON.stringify(compact(look)));
  const headerOf = (from: number) =>
    JSON.stringify({ format, ...release, seed: looks.slice(0, from).reduce(fold, seed) } satisfies Header);
  // The sums are some kilobytes, however many looks are in them.
  let room = mostCharacters - headerOf(0).length - roomForSums;
  let from = lines.length;
  while (from > 0 && room >= (lines[from - 1]?.length ?? 0) + 1) {
    from -= 1;
    room -= (lines[from]?.length ?? 0) + 1;
  }
  return [headerOf(from), ...lines.slice(from)].join('\n');
}

const roomForSums = 8 * 1024;

type Sparse = Readonly<Record<string, unknown>>;

const compact = ({ at, isCut, stable, candidate, probes }: Batch): Sparse => ({
  at,
  ...(isCut && { isCut }),
  stable: withoutNothing(stable),
  candidate: withoutNothing(candidate),
  probes,
});

/** Levels that nobody tells are NaN, which JSON has no word for: left out, they come back as they were. */
const withoutNothing = (arm: ArmCounts): Sparse =>
  Object.fromEntries(
    Object.entries(arm)
      .filter(
        ([name, value]) => JSON.stringify(value) !== JSON.stringify(nothingCounted[name as keyof ArmCounts]),
      )
      .map(([name, value]) => [name, value]),
  );

/** A look as it was before `compact`. */
export function lookOf(line: string): Batch {
  const { isCut = false, stable, candidate, ...look } = JSON.parse(line) as Batch;
  return {
    ...look,
    isCut,
    stable: { ...nothingCounted, ...stable },
    candidate: { ...nothingCounted, ...candidate },
  };
}

/** The first line, read back. Throws a sentence for a text that is no record, or one of a later kind. */
export function headerOf(line: string): Header {
  const header = parsed(line);
  if (header?.format !== format)
    throw new Error(
      `This is no record of a release of format ${format}; read it with the version that wrote it.`,
    );
  return { ...header, seed: completed(header.seed) };
}

/** Records that were written before clients were told apart say nothing of them. */
const completed = (seed: JudgeRecord): JudgeRecord => ({
  ...seed,
  clients: seed.clients ?? { ...emptyRecord.clients, others: seed.measures.errors },
});

function parsed(line: string): Header | undefined {
  try {
    return JSON.parse(line) as Header;
  } catch {
    return undefined;
  }
}
