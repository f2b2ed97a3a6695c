import {
  type ArmCounts,
  type Batch,
  frameBounds,
  latencyBounds,
  nothingCounted,
  sceneBounds,
  summed,
  total,
} from './batch.ts';
import { type Clients, clientsAtCut, clientsAtReturn, clientsSeen, noClients } from './clients.ts';
import { kept, type Point, peak, type Series } from './evidence/growth.ts';
import { noPairs, paired } from './evidence/pairs.ts';
import { slowerThan, slowFrom } from './evidence/quantile.ts';
import { bothAdded, type Compared, nothing, nothingCompared, type Share } from './evidence/share.ts';
import { cut, noSums, observed, observedAlone, type Sums } from './evidence/sums.ts';
import { lateness, type Measure, measureNames, measures } from './families.ts';
import { noSilence, type Silence, silenceSeen } from './silence.ts';
import { type Lately, latelySeen, nothingLately } from './trouble.ts';

/** A value of each revision. */
interface Both<T> {
  readonly stable: T;
  readonly candidate: T;
}

/** All that the judge remembers of a release: sums, so that it is a few numbers however long the release runs. */
export interface JudgeRecord {
  readonly measures: Readonly<Record<Measure, Sums>>;
  /** For each entry of `rollout.sla.latencies`: answers later than its limit. */
  readonly late: readonly Sums[];
  readonly probes: Sums;
  /** Whether the candidate has all users, so that the sums of the stable are its past. */
  readonly isCut: boolean;
  readonly lately: Lately;
  readonly clients: Clients;
  /** What the stable took so far, by duration: what is slow is measured against it. */
  readonly past: Pick<ArmCounts, 'latency' | 'sceneLoads' | 'frames'>;
  /** Frames of the window that is open, and when it began in milliseconds since 1970. */
  readonly window: Both<readonly number[]> & { readonly since: number };
  /** Seconds of loading, and loads. */
  readonly loading: Both<{ readonly loads: number; readonly seconds: number }>;
  readonly framesPerSecond: Both<number>;
  readonly memory: Both<Series>;
  /** Level of each revision at the last look. */
  readonly memoryBytes: Both<number>;
  /** Highest level of the candidate lately. */
  readonly memoryPeak: Point;
  readonly queue: Series;
  /** Jobs that ended, for each look at a pod. */
  readonly jobs: Compared;
  /** Milliseconds since 1970 when each revision was last heard; 0 for never. */
  readonly heardAt: Both<number>;
  readonly silence: Both<Silence>;
}

const both = <T>(value: T): Both<T> => ({ stable: value, candidate: value });
const eachMeasure = <T>(value: (name: Measure) => T): Readonly<Record<Measure, T>> =>
  Object.fromEntries(measureNames.map((name) => [name, value(name)])) as Record<Measure, T>;

export const emptyRecord: JudgeRecord = {
  measures: eachMeasure(() => noSums),
  late: [],
  probes: noPairs,
  isCut: false,
  lately: nothingLately,
  clients: noClients,
  past: nothingCounted,
  window: { ...both(nothingCounted.frames), since: 0 },
  loading: both({ loads: 0, seconds: 0 }),
  framesPerSecond: both(Number.NaN),
  memory: both([]),
  memoryBytes: both(0),
  memoryPeak: [0, 0],
  queue: [],
  jobs: nothingCompared,
  heardAt: both(0),
  silence: both(noSilence),
};

/** Adds one look. The sums alone are read and written: a look costs the same however long the release runs. */
export function fold(before: JudgeRecord, batch: Batch): JudgeRecord {
  const record = turned(before, batch);
  const { stable, candidate, at } = batch;
  const frames = framesSeen(record, batch);
  const look = { ...looked(record, batch), frames: frames.look };
  const seconds = at / 1000;
  return {
    measures: eachMeasure((name) => next(record.measures[name], look[name], measures[name], record.isCut)),
    late: longest(candidate.late, stable.late, record.late).map((_, i) =>
      next(
        record.late[i] ?? noSums,
        { candidate: candidate.late[i] ?? nothing, stable: stable.late[i] ?? nothing },
        lateness,
        record.isCut,
      ),
    ),
    probes: paired(record.probes, batch.probes, record.isCut),
    isCut: record.isCut,
    lately: latelySeen(record.lately, batch, record.measures.errors.seen),
    clients: clientsSeen(record.clients, batch, record.isCut),
    past: record.isCut ? record.past : pastOf(record.past, stable),
    window: frames.window,
    loading: {
      stable: loaded(record.loading.stable, stable),
      candidate: loaded(record.loading.candidate, candidate),
    },
    framesPerSecond: levels(batch, ({ framesPerSecond }) => framesPerSecond),
    memory: {
      stable: kept(record.memory.stable, seconds, levelOf(stable)),
      candidate: kept(record.memory.candidate, seconds, levelOf(candidate)),
    },
    memoryBytes: levels(batch, ({ memoryBytes }) => memoryBytes),
    memoryPeak: peak(record.memoryPeak, seconds, levelOf(candidate)),
    queue: kept(record.queue, seconds, queuedIn(batch)),
    jobs: bothAdded(
      record.jobs,
      levels(batch, ({ jobs, heard }) => ({ hits: jobs.of, of: heard })),
    ),
    heardAt: {
      stable: stable.heard > 0 ? at : record.heardAt.stable,
      candidate: candidate.heard > 0 ? at : record.heardAt.candidate,
    },
    silence: {
      stable: silenceSeen(record.silence.stable, stable.heard > 0, record.heardAt.stable, at),
      candidate: silenceSeen(record.silence.candidate, candidate.heard > 0, record.heardAt.candidate, at),
    },
  };
}

/** A pod that is not heard tells of no limits. */
const longest = (...lists: readonly (readonly unknown[])[]): readonly unknown[] =>
  lists.reduce((a, b) => (b.length > a.length ? b : a));

const levels = <T>({ stable, candidate }: Batch, of: (arm: ArmCounts) => T): Both<T> => ({
  stable: of(stable),
  candidate: of(candidate),
});

const levelOf = ({ memoryBytes, heard }: ArmCounts): number => (heard > 0 ? memoryBytes : Number.NaN);

/** Every pod tells the same number, so the one that is told is the world's. */
const queuedIn = ({ stable, candidate }: Batch): number =>
  Number.isNaN(stable.queued) ? candidate.queued : stable.queued;

const next = (
  sums: Sums,
  look: Compared,
  test: (typeof measures)[Measure] | typeof lateness,
  isCut: boolean,
): Sums => (isCut ? observedAlone(sums, look.candidate, test) : observed(sums, look, test));

/** The record as a look finds it, which may be the first at a candidate with all users, or the first that shares them again. */
function turned(before: JudgeRecord, { isCut, stable }: Batch): JudgeRecord {
  if (isCut && !before.isCut) return atCut(before);
  // Until the old revision has answered somebody there is nothing to compare with.
  return before.isCut && !isCut && stable.requests > 0 ? atReturn(before) : before;
}

/** From here on all users are the candidate's: what it did before does not speak for it any more. */
const atCut = (record: JudgeRecord): JudgeRecord => ({
  ...record,
  measures: eachMeasure((name) => cut(record.measures[name])),
  late: record.late.map(cut),
  probes: noPairs,
  clients: clientsAtCut(record.clients),
  isCut: true,
  loading: { ...record.loading, candidate: emptyRecord.loading.candidate },
  jobs: { ...record.jobs, candidate: nothing },
});

/** From here on both have users in the same seconds: neither the past of the one nor the alarm about the other is evidence. */
const atReturn = (record: JudgeRecord): JudgeRecord => ({
  ...record,
  measures: emptyRecord.measures,
  late: [],
  probes: noPairs,
  clients: clientsAtReturn(record.clients),
  isCut: false,
  lately: nothingLately,
  loading: emptyRecord.loading,
  jobs: nothingCompared,
});

/** Seconds that are never slow, whatever the stable does: nobody feels less. */
const neverSlowSeconds = 0.1;

function looked(
  { past }: JudgeRecord,
  { stable, candidate }: Batch,
): Omit<Record<Measure, Compared>, 'frames'> {
  const compared = (share: (arm: ArmCounts) => Share): Compared => ({
    stable: share(stable),
    candidate: share(candidate),
  });
  const slow = slowFrom(past.latency, latencyBounds, neverSlowSeconds);
  const slowScene = slowFrom(past.sceneLoads, sceneBounds, neverSlowSeconds);
  return {
    errors: compared(({ errors, requests }) => ({ hits: errors, of: requests })),
    sceneFailures: compared(({ sceneFailures, sceneLoads }) => ({
      hits: sceneFailures,
      of: sceneFailures + total(sceneLoads),
    })),
    webhooks: compared(({ deliveries }) => deliveries),
    latency: compared(({ latency }) => (slow === undefined ? nothing : slowerThan(latency, slow))),
    sceneLoad: compared(({ sceneLoads }) =>
      slowScene === undefined ? nothing : slowerThan(sceneLoads, slowScene),
    ),
    sockets: compared(({ sockets }) => sockets),
  };
}

const windowMilliseconds = 5000;
/** Clients on each side before their word counts. */
const clientsThatCount = 5;

/**
 * Frames of one client are not independent, so a client counts once in each window: as many of those that report are slow
 * as the share of their frames that are slower than 95 % of the stable's earlier ones.
 */
function framesSeen({ window, past, isCut }: JudgeRecord, { at, stable, candidate }: Batch) {
  const open = {
    stable: summed(window.stable, stable.frames),
    candidate: summed(window.candidate, candidate.frames),
    since: window.since || at,
  };
  if (at - open.since < windowMilliseconds) return { window: open, look: nothingCompared };
  const slow = slowFrom(past.frames, frameBounds, 0);
  const enough = candidate.clients >= clientsThatCount && (isCut || stable.clients >= clientsThatCount);
  const share = (arm: ArmCounts, frames: readonly number[]): Share => {
    const all = slowerThan(frames, slow ?? 0);
    return all.of === 0 ? nothing : { hits: Math.round((arm.clients * all.hits) / all.of), of: arm.clients };
  };
  return {
    window: { ...both(nothingCounted.frames), since: at },
    look:
      enough && slow !== undefined
        ? { stable: share(stable, open.stable), candidate: share(candidate, open.candidate) }
        : nothingCompared,
  };
}

const pastOf = (past: JudgeRecord['past'], stable: ArmCounts): JudgeRecord['past'] => ({
  latency: summed(past.latency, stable.latency),
  sceneLoads: summed(past.sceneLoads, stable.sceneLoads),
  frames: summed(past.frames, stable.frames),
});

const loaded = (before: { readonly loads: number; readonly seconds: number }, arm: ArmCounts) => ({
  loads: before.loads + total(arm.sceneLoads),
  seconds: before.seconds + arm.sceneLoadSeconds,
});
