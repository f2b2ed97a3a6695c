import type { Fault, Verdict } from '../reading.ts';
import { rate } from './evidence/share.ts';
import { isProven, observations } from './exposure.ts';
import { measures } from './families.ts';
import { fairly, heldByOne } from './oneClient.ts';
import type { JudgeRecord } from './record.ts';
import { growsTooLarge, leavesWork, loadsSlowly } from './resources.ts';
import { silentBecause } from './silence.ts';
import type { Sla } from './sla.ts';
import { breaksSla, condemns, failsProbes, isConfirmed, isLate, isWorse } from './worse.ts';

/**
 * Candidate against stable at this moment. Pure, and asked after every look.
 *
 * A number rolls back only where the stable does not show the same: its own errors, its own slowness and its own
 * failed probes are subtracted by comparison, so that what hurts both is never the release's fault.
 */
export function judge(all: JudgeRecord, sla: Sla, now: Date): Verdict {
  const isAccused = (usersSuffer(all, sla) ?? failsProbes(all)) !== undefined;
  const record = isAccused ? fairly(all) : all;
  const fault = byComparison(record, sla) ?? failsProbes(record) ?? growsTooLarge(record, sla);
  if (fault) return { name: 'RollBack', ...fault };
  return (
    environment(record, sla, now) ??
    silence(record, now) ??
    (record === all ? undefined : heldByOne(all, now)) ??
    toldByClients(record, sla) ??
    goesOn(record)
  );
}

/** What users met. Where they all have the candidate nothing happens beside it, so probes of the old one must agree. */
const byComparison = (record: JudgeRecord, sla: Sla): Fault | undefined =>
  record.isCut && !isConfirmed(record) ? undefined : usersSuffer(record, sla);

const usersSuffer = (record: JudgeRecord, sla: Sla): Fault | undefined =>
  isWorse(record, sla) ??
  isLate(record, sla) ??
  (record.isCut ? undefined : breaksSla(record, sla)) ??
  loadsSlowly(record, sla) ??
  leavesWork(record);

/** Seconds of common trouble that only hold a release: most outages are over by then. */
const shortSeconds = 10;

/** Whatever it is, it is not the release, and no time to go on with one. */
function environment(record: JudgeRecord, sla: Sla, now: Date): Verdict | undefined {
  const shared = commonTrouble(record, sla, now);
  if (shared) return shared;
  const unconfirmed = record.isCut ? usersSuffer(record, sla) : undefined;
  return (
    unconfirmed && {
      name: 'Environment',
      reason: 'NotConfirmed',
      message: `${unconfirmed.message} ${notConfirmed}`,
    }
  );
}

function commonTrouble({ lately }: JudgeRecord, { maxErrorPercent }: Sla, now: Date): Verdict | undefined {
  const { troubleSince, users, bothFailed } = lately;
  if (troubleSince === undefined) return undefined;
  if (100 * Math.max(rate(users.stable), rate(bothFailed)) <= maxErrorPercent) return undefined;
  const isLong = now.getTime() - troubleSince >= shortSeconds * 1000;
  const isAlone = users.candidate.of < 1 && bothFailed.hits < 1;
  return {
    name: isLong ? 'Environment' : 'Hold',
    reason: isAlone ? 'StableFails' : 'BothFail',
    message: isAlone ? stableFails : bothFail,
  };
}

const bothFail = 'Both revisions fail requests right now, so this is not about the release.';
const stableFails = 'The stable revision fails requests, and the candidate has none to compare.';
const notConfirmed = 'The old revision passes no probe that this one fails.';

/** A silent candidate is no evidence, and no success either. */
function silence({ silence: { stable, candidate }, heardAt }: JudgeRecord, now: Date): Verdict | undefined {
  const ofStable = silentBecause('stable', stable, heardAt.stable, now.getTime());
  if (ofStable) return hold('JudgeBlind', ofStable);
  const ofCandidate = silentBecause('candidate', candidate, heardAt.candidate, now.getTime());
  return ofCandidate ? hold('CandidateSilent', ofCandidate) : undefined;
}

const hold = (reason: string, message: string): Verdict => ({ name: 'Hold', reason, message });

/** What only clients report can be made up by a client, so it holds a release and never undoes one. */
function toldByClients(record: JudgeRecord, { minFramesPerSecond }: Sla): Verdict | undefined {
  const { frames, sockets } = record.measures;
  const [now, before] = [
    Math.round(record.framesPerSecond.candidate),
    Math.round(record.framesPerSecond.stable),
  ];
  const tooFew =
    minFramesPerSecond !== undefined && now < minFramesPerSecond && !(before < minFramesPerSecond);
  if (tooFew)
    return hold(
      'FrameRate',
      `Clients of the candidate draw ${now} frames a second, the limit is ${minFramesPerSecond}.`,
    );
  if (condemns(frames, measures.frames))
    return hold('FrameRate', 'Clients of the candidate draw more slowly than those of the stable did.');
  return condemns(sockets, measures.sockets)
    ? hold('SocketsDropped', 'The candidate loses more of its sockets than the stable.')
    : undefined;
}

function goesOn(record: JudgeRecord): Verdict {
  const seen = observations(record);
  const proven = isProven(record);
  return {
    name: 'Continue',
    observations: seen,
    isProven: proven,
    message: `${seen} answers of the candidate, no worse than the stable${proven ? '' : '; too few to be sure'}.`,
  };
}
