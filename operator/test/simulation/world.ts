import type { Batch, PairedProbes } from '../../src/rollout/judge/batch.ts';
import { aLook, probed } from '../aLook.ts';
import { type Crowd, crowd } from './crowd.ts';

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
  /** Whether that client stays with the candidate, as one that keeps its connection does. */
  readonly sticks?: boolean;
  /** Clients that the users are, each of which asks as often as the others; absent where pods do not tell them apart. */
  readonly clients?: number;
}

interface Fails {
  readonly stable: number;
  readonly candidate: number;
}

type Random = () => number;

/** The looks at one release in a world, each a second long; they have to be asked for one after the other. */
export function looksAt(world: World, random: Random): (at: number) => Batch {
  const crowds = { stable: crowd(world.clients), candidate: crowd() };
  return (at) => {
    const fails = { stable: world.stable(at), candidate: world.candidate(at) };
    const users = usersIn({ world, fails, crowds, random }, at);
    return aLook(at, { ...users, probes: probesIn(world, fails, random) });
  };
}

interface Second {
  readonly world: World;
  readonly fails: Fails;
  readonly crowds: { readonly stable: Crowd; readonly candidate: Crowd };
  readonly random: Random;
}

const unluckyClient = -1;

function usersIn({ world, fails, crowds, random }: Second, at: number) {
  const { users = () => 20, share = () => 0.2, burst = 1, unlucky, sticks, clients } = world;
  const arm = (): keyof Fails => (random() < share(at) ? 'candidate' : 'stable');
  for (let i = poisson(users(at), random); i > 0; i--) {
    const asked = arm();
    const client = clients && Math.floor(random() * clients);
    // As many requests fail as without bursts, in fewer events.
    const isFailure = random() < fails[asked] / burst;
    crowds[asked].ask({ at, client, isFailure });
    while (isFailure && burst > 1 && random() < 1 - 1 / burst) crowds[asked].ask({ at, client, isFailure });
  }
  if (unlucky && at % unlucky === 0)
    crowds[sticks ? 'candidate' : arm()].ask({ at, client: clients && unluckyClient, isFailure: true });
  return { stable: crowds.stable.counted(at), candidate: crowds.candidate.counted(at) };
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
