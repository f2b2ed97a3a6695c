import { setTimeout } from 'node:timers/promises';
import type { Answer, ConnectionKind } from '../harness/answer.ts';
import { auditedSince, auditPosition, linesSince } from '../harness/audit.ts';
import { endpointWrites } from '../harness/endpointWrites.ts';
import { type Load, startLoad } from '../harness/load.ts';
import { type Sockets, socketSummary, startSockets } from '../harness/sockets.ts';
import { type Summary, summary } from '../harness/summary.ts';
import { cutMilliseconds } from './cut.ts';
import { type Effort, startMeter } from './meter.ts';
import { ours } from './planned.ts';
import type { Scenario } from './scenarios.ts';
import type { Switch } from './switch.ts';
import { type Stand, type System, type Verdict, worldName } from './system.ts';
import type { Trial } from './trial.ts';

/** Seconds of users before a release, so that their connections are there, and after it. */
const usualSeconds = 2;
const afterSeconds = 3;
/** After a bake: only then is the old revision told to drain, and its users are sent on. */
const afterBakeSeconds = 8;
const usualRequests = 20;
const usualPages = 20;
/** Real visits last longer; these bring the canary of half a minute sockets of its own. */
const visitSeconds = 10;
const usualVerdictSeconds = 150;

/** The users of a trial. */
interface Users {
  readonly load: Load | undefined;
  readonly sockets: Sockets;
}

/** Ships one release of a scenario on a stand under steady users, and answers what became of it. */
export async function run(
  name: string,
  scenario: Scenario,
  trial: number,
  { system, stand, toggle }: { readonly system: System; readonly stand: Stand; readonly toggle: Switch },
): Promise<Trial> {
  const { perSecond = usualRequests, pages = usualPages } = scenario;
  const url = await stand.url();
  const users: Users = {
    load: perSecond > 0 ? startLoad({ url, perSecond }) : undefined,
    sockets: startSockets({ url, count: perSecond > 0 ? pages : 0, visitSeconds }),
  };
  try {
    await setTimeout(usualSeconds * 1000);
    const patience = Math.max(scenario.seconds ?? usualVerdictSeconds, system.verdictSeconds ?? 0);
    const isAudited = system.name === ours;
    const seen = await shipped(scenario, trial, {
      stand,
      toggle,
      sockets: users.sockets,
      patience,
      isAudited,
    });
    await setTimeout(1000 * (scenario.isWatchedToTheEnd ? afterBakeSeconds : afterSeconds));
    return {
      ...told(seen, users),
      scenario: name,
      system: system.name,
      setting: system.setting,
      expected: scenario.expected,
      expectedReason: scenario.expectedReason,
    };
  } finally {
    await Promise.all([users.load?.stop(), users.sockets.stop()]);
  }
}

interface Watching {
  readonly stand: Stand;
  readonly toggle: Switch;
  readonly sockets: Sockets;
  /** Seconds until the verdict must be there. */
  readonly patience: number;
  /** Whether the API server's record tells the controller from other clients. */
  readonly isAudited: boolean;
}

interface Seen extends Verdict {
  readonly shippedAt: number;
  readonly endedAt: number;
  readonly stable: string;
  readonly trial: string;
  readonly apiWrites: number | undefined;
  readonly effort: Effort | undefined;
  readonly cutMilliseconds: number | undefined;
  readonly more: Readonly<Record<string, number>>;
}

async function shipped(
  scenario: Scenario,
  trial: number,
  { stand, toggle, sockets, patience, isAudited }: Watching,
): Promise<Seen> {
  const position = await auditPosition();
  const change = scenario.change(trial, toggle);
  // No two trials ship the same: what was rejected once is not tried again.
  const env = { ...change.env, TRIAL: `${Date.now()}` };
  const stopMeter = await startMeter(await stand.controllers());
  const shippedAt = await stand.ship({ ...change, env });
  const [{ verdict, effort, decidedAt }, more] = await Promise.all([
    stand
      .verdict(patience)
      .then(async (verdict) => ({ verdict, effort: await stopMeter(), decidedAt: Date.now() })),
    scenario.meanwhile?.({ stand, toggle, sockets, trial, patience }) ?? {},
  ]);
  // What a scenario did meanwhile, or the bake, may have changed the verdict.
  if (scenario.isWatchedToTheEnd && verdict.verdict === 'Released') await stand.end(120);
  const again = verdict.verdict === 'Undecided' ? verdict : await stand.verdict(60);
  const last = again.verdict === verdict.verdict ? verdict : again;
  if (last.verdict === 'Undone') await stand.until('Undone', 60);
  const endedAt = last.verdict === 'Released' ? decidedAt : Date.now();
  const revision = await stand.trialRevision();
  return {
    ...last,
    shippedAt,
    endedAt,
    stable: await stand.stableRevision(),
    trial: revision,
    apiWrites: isAudited ? await writesSince(position) : undefined,
    effort,
    cutMilliseconds: await cutSince(position, stand, revision, last),
    more,
  };
}

async function cutSince(
  position: number,
  { namespace }: Stand,
  revision: string,
  { verdict, isExact, decidedAt: since }: Verdict,
): Promise<number | undefined> {
  if (verdict !== 'Undone' || !isExact) return undefined;
  const writes = endpointWrites(await linesSince(position), namespace);
  return cutMilliseconds(writes, { service: worldName, revision, since });
}

const writing = new Set(['create', 'update', 'patch', 'delete']);
const notCounted = new Set(['leases', 'events']);

const writesSince = async (position: number): Promise<number> =>
  (await auditedSince(position)).filter(
    ({ verb, resource }) => writing.has(verb) && !notCounted.has(resource),
  ).length;

function told(
  {
    shippedAt,
    endedAt,
    decidedAt,
    stable,
    trial,
    verdict,
    reason,
    apiWrites,
    effort,
    cutMilliseconds,
    more,
  }: Seen,
  { load, sockets }: Users,
): Omit<Trial, 'scenario' | 'system' | 'setting' | 'expected'> {
  const stretch = { from: shippedAt, to: Date.now() };
  const by = (kind: ConnectionKind) => summary(ofKind(load?.answers ?? [], kind), stretch);
  const [fresh, kept] = [by('New'), by('Kept')];
  const ofStable = socketSummary(sockets.events, { revision: stable, ...stretch });
  const ofTrial = socketSummary(sockets.events, { revision: trial, ...stretch });
  return {
    at: new Date(shippedAt).toISOString(),
    verdict,
    reason,
    verdictSeconds: Math.max(0, decidedAt - shippedAt) / 1000,
    totalSeconds: (endedAt - shippedAt) / 1000,
    badSeconds: { new: fresh.badSeconds, kept: kept.badSeconds },
    failed: { new: fresh.failed, kept: kept.failed },
    requests: { new: fresh.requests, kept: kept.requests },
    servedByTrial: servedBy(trial, fresh) + servedBy(trial, kept),
    sockets: {
      stableLost: ofStable.lost,
      trialLost: ofTrial.lost,
      trialMoved: ofTrial.moved,
      backSeconds: [...ofTrial.backSeconds],
    },
    apiWrites,
    controllerCores: effort?.cores,
    controllerMiB: effort?.memoryMiB,
    cutMilliseconds,
    lateMilliseconds: Math.max(fresh.mostLateMilliseconds, kept.mostLateMilliseconds),
    more: { ...more },
  };
}

const ofKind = (answers: readonly Answer[], kind: ConnectionKind) =>
  answers.filter(({ connection }) => connection === kind);

const servedBy = (revision: string, { byRevision }: Summary): number => byRevision[revision] ?? 0;
