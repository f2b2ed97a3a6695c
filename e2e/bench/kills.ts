import { setTimeout as sleep } from 'node:timers/promises';
import { auditedIn, auditPosition, linesSince, writersInTurn } from '../harness/audit.ts';
import { endpointWrites } from '../harness/endpointWrites.ts';
import { splitmix } from '../harness/splitmix.ts';
import { emptyMoments, timesLedTo } from './reached.ts';
import { type Stand, worldName } from './system.ts';
import { activeIn, followVersions } from './versions.ts';

/**
 * Seconds after which a leader is killed at the latest. Half of them live for ten: who is never heard for longer than it takes to
 * learn something ends no release.
 */
const mostSecondsOfLife = 20;

/** Who is killed, and what it is like before. */
interface Killing {
  readonly controller: Pick<Stand, 'controllerLeads' | 'killController'>;
  /** In [0, 1). */
  readonly random: () => number;
  readonly phase: () => string;
}

/** What was killed. */
interface Killed {
  /** The phase of the release at each kill. */
  readonly phases: readonly string[];
  /** From a kill until another leads: the longest. 0 where none was waited for. */
  readonly mostSecondsWithoutLeader: number;
}

/**
 * Kills whoever leads at a random moment of its life, as often as another leads, until `over` settles; rejects as it does, or
 * when nobody leads for minutes.
 */
export async function killedUntil(
  over: Promise<unknown>,
  { controller, random, phase }: Killing,
): Promise<Killed> {
  let isOver = false;
  const end = over.finally(() => {
    isOver = true;
  });
  // It is waited for below; until then nobody hears it fail.
  end.catch(() => undefined);
  const phases: string[] = [];
  let longest = 0;
  for (let killedAt = 0; !isOver; ) {
    await controller.controllerLeads();
    if (killedAt > 0) longest = Math.max(longest, Date.now() - killedAt);
    await Promise.race([end, sleep(1000 * mostSecondsOfLife * random(), undefined, { ref: false })]);
    if (isOver) break;
    phases.push(phase());
    killedAt = await controller.killController();
  }
  await end;
  return { phases, mostSecondsWithoutLeader: longest / 1000 };
}

/**
 * Kills our operator's leaders from now until the release is over, at moments that follow from `seed`. Answers the kills in all
 * and in each phase, and what must not be:
 *
 * - `emptyEndpoints`: moments at which the EndpointSlices of the Service, as the API server wrote them down, led to no ready pod;
 * - `twoWriters`: replicas that wrote again after another had written, as the same record tells: two that lead at once;
 * - `twoStable`: versions of the status in which another revision than `stableRevision` is called stable;
 * - `stableChanges`: how often `stableRevision` changed, which only a release that is good may do, once;
 * - `ledBack`: how often the Service began to lead to the rejected revision again after the verdict.
 */
export async function killedThroughout(
  stand: Stand,
  seed: number,
  seconds: number,
): Promise<Readonly<Record<string, number>>> {
  const position = await auditPosition();
  const versions = followVersions(stand.namespace, worldName);
  const { phases, mostSecondsWithoutLeader } = await killedUntil(ended(stand, seconds), {
    controller: stand,
    random: splitmix(seed),
    phase: () => versions.seen.at(-1)?.phase ?? 'Pending',
  }).finally(() => versions.stop());
  const verdict = await stand.verdict(1);
  const lines = await linesSince(position);
  const writes = endpointWrites(lines, stand.namespace);
  const writers = writersInTurn(auditedIn(lines));
  const rejected = { revision: await stand.trialRevision(), since: verdict.decidedAt };
  return {
    seed,
    kills: phases.length,
    ...Object.fromEntries(
      [...Map.groupBy(phases, (phase) => `killsIn${phase}`)].map(([name, kills]) => [name, kills.length]),
    ),
    mostSecondsWithoutLeader,
    emptyEndpoints: emptyMoments(writes, worldName),
    twoWriters: writers.length - new Set(writers).size,
    ...activeIn(versions.seen),
    ledBack: verdict.verdict === 'Undone' ? timesLedTo(writes, worldName, rejected) : 0,
  };
}

/** A release that is not decided in time is left as it is: that it did not converge is its verdict. */
async function ended(stand: Stand, seconds: number): Promise<void> {
  const { verdict } = await stand.verdict(seconds);
  if (verdict !== 'Undecided') await stand.end(seconds);
}
