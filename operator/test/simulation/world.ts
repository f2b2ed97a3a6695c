import type { Batch, PairedProbes } from '../../src/rollout/judge/batch.ts';
import { aLook, counts, probed } from '../aLook.ts';

/** A release as a simulation plays it: users meet two revisions, of which each request fails with some chance. */
export interface World {
  /** Chance that a request or a probe fails, at each second from 1 on. */
  readonly stable: (at: number) => number;
  readonly candidate: (at: number) => number;
  /** Share of the users that the candidate has. */
  readonly share?: (at: number) => number;
  /** Requests of users in each second, on average. */
  readonly users?: (at: number) => number;
  /** Pairs of probes in each second. */
  readonly pairs?: number;
  /** Requests, on average, that fail together when one does: a client that tries again at once. */
  readonly burst?: number;
  /** One client that asks once in so many seconds and always fails, whoever answers. */
  readonly unlucky?: number;
}

interface Fails {
  readonly stable: number;
  readonly candidate: number;
}

type Random = () => number;

/** One look at the world, a second long. */
export function lookAt(world: World, at: number, random: Random): Batch {
  const fails = { stable: world.stable(at), candidate: world.candidate(at) };
  return aLook(at, { ...usersIn(world, fails, at, random), probes: probesIn(world, fails, random) });
}

function usersIn(world: World, fails: Fails, at: number, random: Random) {
  const { users = () => 20, share = () => 0.2, burst = 1, unlucky } = world;
  const requests = { stable: 0, candidate: 0 };
  const errors = { stable: 0, candidate: 0 };
  const arm = (): keyof Fails => (random() < share(at) ? 'candidate' : 'stable');
  for (let i = poisson(users(at), random); i > 0; i--) {
    const asked = arm();
    requests[asked] += 1;
    // As many requests fail as without bursts, in fewer events.
    if (random() >= fails[asked] / burst) continue;
    errors[asked] += 1;
    while (burst > 1 && random() < 1 - 1 / burst) {
      requests[asked] += 1;
      errors[asked] += 1;
    }
  }
  if (unlucky && at % unlucky === 0) {
    const asked = arm();
    requests[asked] += 1;
    errors[asked] += 1;
  }
  const of = (name: keyof Fails) => counts(requests[name], { errors: errors[name] });
  return { stable: of('stable'), candidate: of('candidate') };
}

/** Source: Knuth, The Art of Computer Programming 2, 3.4.1. */
function poisson(mean: number, random: Random): number {
  const least = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > least; product *= random()) count += 1;
  return count;
}

function probesIn({ pairs = 6 }: World, fails: Fails, random: Random): PairedProbes {
  const all = Array.from({ length: pairs }, () => [random() < fails.candidate, random() < fails.stable]);
  const count = (candidate: boolean, stable: boolean) =>
    all.filter((pair) => pair[0] === candidate && pair[1] === stable).length;
  return probed(pairs, {
    onlyCandidateFailed: count(true, false),
    onlyStableFailed: count(false, true),
    bothFailed: count(true, true),
  });
}
