import type { ContainerStateTerminated, ContainerStatus, Pod } from '../kube/types.ts';
import type { Fault } from './reading.ts';

/** Exit code of a runtime that refuses its configuration (sysexits.h EX_CONFIG). */
const configurationRefused = 78;
const crashesThatCount = 2;

/** Hard evidence in a revision's pods, the most telling first; absent when there is none since `since`. */
export function faultOf(pods: readonly Pod[], since: Date): Fault | undefined {
  const deaths = pods.flatMap((pod) => deathsOf(pod, since));
  return refused(deaths) ?? outOfMemory(deaths) ?? neverStarted(deaths) ?? crashed(deaths);
}

/** The longest that a container of these pods lived before it died, in seconds; absent when none has died since `since`. */
export function diedAfterSeconds(pods: readonly Pod[], since: Date): number | undefined {
  const lives = pods.flatMap((pod) => deathsOf(pod, since)).map(({ last }) => livedSeconds(last));
  return lives.length === 0 ? undefined : Math.max(...lives);
}

/** 0 where Kubernetes does not say how long it was. */
const livedSeconds = ({ startedAt, finishedAt }: ContainerStateTerminated): number =>
  startedAt && finishedAt
    ? Math.max(0, (Date.parse(String(finishedAt)) - Date.parse(String(startedAt))) / 1000)
    : 0;

/** Reasons of a pod that the cluster ended, or that left with its node: no evidence against what ran in it. */
const displaced = ['Evicted', 'NodeLost', 'NodeShutdown', 'Terminated', 'Preempting', 'Shutdown'];

interface Death {
  readonly pod: string;
  readonly last: ContainerStateTerminated;
  /** How often this container is known to have died since the release began, this time included. */
  readonly times: number;
  /** Whether the kubelet ended it because its startup probe had failed too often. */
  readonly isUnstarted: boolean;
}

function deathsOf(pod: Pod, since: Date): Death[] {
  if (isDisplaced(pod)) return [];
  return (pod.status?.containerStatuses ?? []).flatMap((status) => {
    const last = status.state?.terminated ?? status.lastState?.terminated;
    if (!last || !isAfter(last.finishedAt, since)) return [];
    const isUnstarted = status.started !== true && isEndedAtStart(pod, status.name, last);
    return [{ pod: pod.metadata.name, last, times: timesSince(pod, status, last, since), isUnstarted }];
  });
}

/** Exit codes of a container that was asked to end: it did, or it was killed by SIGTERM or, after its time, by SIGKILL. */
const codesOfTheAsked = [0, 137, 143];

/** The kubelet says nowhere why it ends a container; one that lives as long as its startup probe may fail was ended for that. */
function isEndedAtStart({ spec }: Pod, container: string, last: ContainerStateTerminated): boolean {
  const probe = spec?.containers.find(({ name }) => name === container)?.startupProbe;
  if (!probe || !last.startedAt || !last.finishedAt || last.reason === 'OOMKilled') return false;
  const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 } = probe;
  // The last failure may come a period early, and Kubernetes keeps whole seconds.
  const leastSeconds = initialDelaySeconds + periodSeconds * (failureThreshold - 1) - 1;
  return codesOfTheAsked.includes(last.exitCode) && livedSeconds(last) >= leastSeconds;
}

/** Whether the cluster ended the pod, or its node left: what ran in it is not to blame. */
export const isDisplaced = ({ status }: Pod): boolean =>
  displaced.includes(status?.reason ?? '') ||
  (status?.conditions?.some(({ type, status }) => type === 'DisruptionTarget' && status === 'True') ?? false);

/** Of an older pod only its last life is known: one that also began since then followed an earlier death. */
function timesSince(pod: Pod, status: ContainerStatus, last: ContainerStateTerminated, since: Date): number {
  if (isAfter(pod.metadata.creationTimestamp, since))
    return status.restartCount + (status.state?.running ? 0 : 1);
  return isAfter(last.startedAt, since) ? crashesThatCount : 1;
}

/** Kubernetes keeps whole seconds, so the second in which a release began counts as after. An unknown time does too. */
const isAfter = (time: unknown, since: Date): boolean =>
  time === undefined || Date.parse(String(time)) >= Math.floor(since.getTime() / 1000) * 1000;

function refused(deaths: readonly Death[]): Fault | undefined {
  const death = deaths.find(({ last }) => last.exitCode === configurationRefused);
  if (!death) return undefined;
  const sentence = death.last.message?.trim() || 'The runtime refused its configuration without a sentence.';
  return {
    reason: 'ConfigurationRefused',
    message: sentence,
    evidence: [{ name: 'exitCode', candidate: String(configurationRefused), note: `pod ${death.pod}` }],
  };
}

function outOfMemory(deaths: readonly Death[]): Fault | undefined {
  const death = deaths.find(({ last }) => last.reason === 'OOMKilled');
  if (!death) return undefined;
  return {
    reason: 'OutOfMemory',
    message: `Pod ${death.pod} was ended by the kernel, because it used more than its memory limit.`,
    evidence: [
      { name: 'exitCode', candidate: String(death.last.exitCode), note: `pod ${death.pod}, OOMKilled` },
    ],
  };
}

/** A pod that the kubelet starts again and again because it does not become ready; where one has crashed, that says more. */
function neverStarted(deaths: readonly Death[]): Fault | undefined {
  const times = timesOf(deaths);
  const death = deaths[0];
  if (!death || times < crashesThatCount || !deaths.every(({ isUnstarted }) => isUnstarted)) return undefined;
  return {
    reason: 'NotReadyInTime',
    message: `The container did not pass its startup probe and was ended ${times} times, last in pod ${death.pod}.`,
    evidence: [
      {
        name: 'starts',
        candidate: `${times} failed`,
        limit: String(crashesThatCount),
        note: `pod ${death.pod}`,
      },
    ],
  };
}

const timesOf = (deaths: readonly Death[]): number => deaths.reduce((sum, { times }) => sum + times, 0);

function crashed(deaths: readonly Death[]): Fault | undefined {
  const crashes = timesOf(deaths);
  const death = deaths[0];
  if (!death || crashes < crashesThatCount) return undefined;
  return {
    reason: 'ContainerCrashed',
    message: `The container crashed ${crashes} times, last in pod ${death.pod} with exit code ${death.last.exitCode}.`,
    evidence: [
      {
        name: 'crashes',
        candidate: String(crashes),
        limit: String(crashesThatCount),
        note: `pod ${death.pod}`,
      },
    ],
  };
}
