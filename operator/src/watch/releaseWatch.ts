import type { Logger } from 'pino';
import type { SpaceTimeSpec } from '../api/spacetime.ts';
import type { Clock } from '../clock.ts';
import type { Pod } from '../kube/types.ts';
import { isReady } from '../rollout/arm.ts';
import type { SlaSeen } from '../rollout/breach.ts';
import { type ArmCounts, type Batch, nothingCounted } from '../rollout/judge/batch.ts';
import { type History, mostLooks } from '../rollout/judge/history.ts';
import { emptyRecord, fold, type JudgeRecord } from '../rollout/judge/record.ts';
import type { Checked } from '../rollout/reading.ts';
import { isAtRest, nameOf, rolesOf, type Watchable } from '../rollout/roles.ts';
import { hasAllUsers, type OnTrial, type Revision } from '../rollout/rollout.ts';
import { pairedProbes } from './pairedProbes.ts';
import type { AskPod } from './podHttp.ts';
import { scrape, type Totals } from './scrape.ts';
import { stableSla, windowSla } from './slaOf.ts';
import { smoke } from './smoke.ts';

/** A release to watch, as the last reconcile saw it. */
interface Release {
  readonly trial: Watchable;
  readonly spec: SpaceTimeSpec;
  /** The world's API token, so that checks may ask what needs one. */
  readonly token: string | undefined;
}

export interface Seen {
  readonly checked: Checked;
  readonly record: JudgeRecord;
  readonly history: History;
  /** Seconds since the record began anew; a stable revision is judged by the last minute alone. */
  readonly windowSeconds: number;
  /** How it fared in the minute before. */
  readonly before: SlaSeen;
}

interface Watch {
  release: Release;
  seen: Seen;
  totals: { stable: Totals; candidate: Totals };
  smokeFailures: number;
  look: number;
  /** When the record began anew, in milliseconds since 1970. */
  windowAt: number;
  /** What was last told of a stable revision. */
  told: SlaSeen['result'];
  readonly stop: AbortController;
}

export interface ReleaseWatchOptions {
  readonly ask: AskPod;
  /** Runtime pods of one revision of a world. */
  readonly podsOf: (key: string, revision: Revision) => readonly Pod[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Called after each look that may change a decision, with the key of the world. */
  readonly onLook: (key: string) => void;
}

export interface ReleaseWatch {
  /** Watches this release from now on; one that is watched already goes on. `seed` is where a restarted operator goes on. */
  follow(key: string, release: Release, seed: JudgeRecord): void;
  /** Stops watching the world, if it is watched. */
  forget(key: string): void;
  /** What was seen of this trial so far; undefined when it is not watched. */
  seen(key: string, trial: Watchable): Seen | undefined;
  stop(): void;
}

const lookMilliseconds = 1000;
/** A revision that is stable is looked at less often. */
const stableMilliseconds = 5000;
const windowMilliseconds = 60_000;
const pairsEachLook = 6;
/** A check that fails once may have met a pod that was just starting. */
const smokeTries = 3;

/** Looks at the pods of every release in flight once a second, outside of reconcile, and folds what it sees. */
export function releaseWatch(options: ReleaseWatchOptions): ReleaseWatch {
  const watches = new Map<string, Watch>();

  async function run(key: string, watch: Watch): Promise<void> {
    while (!watch.stop.signal.aborted) {
      const startedAt = options.clock.now();
      await look(key, watch, options).catch((error) => options.log.warn({ key, error }, 'look failed'));
      if (watch.stop.signal.aborted) return;
      if (isNews(watch)) options.onLook(key);
      const rest = Math.max(0, paceOf(watch.release.trial) - (options.clock.now() - startedAt));
      await options.clock.after(rest, watch.stop.signal).catch(() => undefined);
    }
  }

  function forget(key: string): void {
    watches.get(key)?.stop.abort();
    watches.delete(key);
  }

  return {
    follow: (key, release, seed) => {
      const old = watches.get(key);
      if (old && isSame(old.release.trial, release.trial)) {
        old.release = release;
        return;
      }
      forget(key);
      const watch = begin(release, seed, options.clock.date().getTime());
      watches.set(key, watch);
      void run(key, watch);
    },
    forget,
    seen: (key, trial) => {
      const watch = watches.get(key);
      return watch && isSame(watch.release.trial, trial) ? watch.seen : undefined;
    },
    stop: () => {
      for (const key of watches.keys()) forget(key);
    },
  };
}

const isSame = (a: Watchable, b: Watchable): boolean => nameOf(a) === nameOf(b);

const begin = (release: Release, record: JudgeRecord, windowAt: number): Watch => ({
  release,
  seen: {
    checked: { result: 'Pending' },
    record,
    history: { seed: record, looks: [] },
    windowSeconds: 0,
    before: { result: 'Unknown' },
  },
  totals: { stable: new Map(), candidate: new Map() },
  smokeFailures: 0,
  look: 0,
  windowAt,
  told: 'Unknown',
  stop: new AbortController(),
});

async function look(key: string, watch: Watch, { ask, podsOf, clock }: ReleaseWatchOptions): Promise<void> {
  const { trial, spec } = watch.release;
  const roles = rolesOf(trial);
  const pods = {
    stable: roles.stable ? podsOf(key, roles.stable) : [],
    candidate: podsOf(key, roles.candidate),
  };
  const [stable, candidate] = [pods.stable.filter(isReady), pods.candidate.filter(isReady)];
  const { latencies } = spec.rollout.sla;
  const [ofStable, ofCandidate, probes] = await Promise.all([
    scrape(pods.stable, watch.totals.stable, latencies, ask),
    scrape(pods.candidate, watch.totals.candidate, latencies, ask),
    pairedProbes(stable, candidate, { look: watch.look, pairs: pairsEachLook, ask }),
  ]);
  watch.look += 1;
  watch.totals = { stable: ofStable.totals, candidate: ofCandidate.totals };
  const at = clock.date().getTime();
  const batch = {
    at,
    isCut: hasAllUsers(trial),
    ...countsOf(trial, ofStable.counts, ofCandidate.counts),
    probes,
  };
  if (isAtRest(trial) && at - watch.windowAt >= windowMilliseconds) beginAnew(watch, at);
  const { record, history } = watch.seen;
  watch.seen = {
    ...watch.seen,
    record: fold(record, batch),
    history: longer(history, batch),
    windowSeconds: (at - watch.windowAt) / 1000,
  };
  if (trial.phase === 'Checking' && candidate.length > 0) await check(watch, trial, candidate, ask);
}

const paceOf = (trial: Watchable): number => (isAtRest(trial) ? stableMilliseconds : lookMilliseconds);

/** A trial is decided on after each look, a stable world only when it is another than it was. */
function isNews(watch: Watch): boolean {
  const { trial, spec } = watch.release;
  if (!isAtRest(trial)) return true;
  const { result } = stableSla(watch.seen, spec);
  if (result === 'Unknown' || result === watch.told) return false;
  watch.told = result;
  return true;
}

function beginAnew(watch: Watch, at: number): void {
  watch.windowAt = at;
  watch.seen = {
    ...watch.seen,
    before: windowSla(watch.seen, watch.release.spec),
    record: emptyRecord,
    history: { seed: emptyRecord, looks: [] },
  };
}

/** Users tell two revisions apart only where both have some; in a comparison probes alone do. */
function countsOf(
  { phase }: Watchable,
  stable: ArmCounts,
  candidate: ArmCounts,
): { readonly stable: ArmCounts; readonly candidate: ArmCounts } {
  if (phase !== 'Comparing') return { stable, candidate };
  const onlyHeard = ({ heard }: ArmCounts) => ({ ...nothingCounted, heard });
  return { stable: onlyHeard(stable), candidate: onlyHeard(candidate) };
}

/** The oldest look makes room: it stays in the sums that the history begins with. */
function longer({ seed, looks }: History, look: Batch): History {
  const [oldest] = looks;
  return oldest && looks.length >= mostLooks
    ? { seed: fold(seed, oldest), looks: [...looks.slice(1), look] }
    : { seed, looks: [...looks, look] };
}

/** Asks the smoke questions until they were passed once, or failed too often. */
async function check(watch: Watch, trial: OnTrial, candidate: readonly Pod[], ask: AskPod): Promise<void> {
  if (watch.seen.checked.result !== 'Pending') return;
  const { spec, token } = watch.release;
  const checked = await smoke(candidate, { spec, revision: trial.candidate, token, ask });
  if (checked.result === 'Failed') watch.smokeFailures += 1;
  if (checked.result === 'Passed' || watch.smokeFailures >= smokeTries)
    watch.seen = { ...watch.seen, checked };
}
