import type { Pod } from '../../kube/types.ts';
import { cannotPull, environmentOf, isReady } from '../../rollout/arm.ts';
import { isDisplaced } from '../../rollout/fault.ts';
import { runtimeContainer } from '../../rollout/runtimeContainer.ts';
import type { Facts } from '../facts.ts';
import { type Ask, failed, holds, type Look, passed } from '../line.ts';

/** Fails with the first pod of which something can be said; undefined while there is none to look at. */
const ofEach =
  (wrong: (pod: Pod, facts: Facts) => string | undefined, good: (pods: readonly Pod[]) => string): Ask =>
  (facts): Look | undefined => {
    const pods = facts.pods.filter((pod) => !isDisplaced(pod));
    if (pods.length === 0) return undefined;
    const found = pods.map((pod) => wrong(pod, facts)).find((text) => text !== undefined);
    return found ? failed(found) : passed(good(pods));
  };

const counted = (pods: readonly Pod[]): string => (pods.length === 1 ? '1 pod' : `${pods.length} pods`);

/** Every container runs. */
export const allRun = ofEach(
  ({ metadata, ...pod }) => {
    const state = runtimeContainer({ metadata, ...pod })?.state;
    if (state?.running) return undefined;
    return `Pod ${metadata.name}: ${state?.waiting?.reason ?? state?.terminated?.reason ?? 'not started'}`;
  },
  (pods) => `${counted(pods)} running`,
);

/** Every pod is Ready, and there are as many as users need. */
export const allReady: Ask = (facts) => {
  const ready = facts.pods.filter(isReady).length;
  if (facts.pods.length === 0) return undefined;
  const evidence = `${ready} of ${facts.pods.length} pods ready`;
  return holds(ready === facts.pods.length, evidence, evidence);
};

/** Every pod of a revision that has all users, as many as the spec asks for, is Ready. */
export const allHealthy: Ask = (facts) => {
  if (!facts.isSettled) return undefined;
  const ready = facts.pods.filter(isReady).length;
  const evidence = `${ready} of ${facts.spec.replicas} pods ready`;
  return holds(ready >= facts.spec.replicas && ready > 0, evidence, evidence);
};

/** No container has died. */
export const noneDied = ofEach(
  (pod) => {
    const { restartCount = 0, lastState } = runtimeContainer(pod) ?? {};
    const last = lastState?.terminated;
    if (restartCount === 0) return undefined;
    return `Pod ${pod.metadata.name} restarted ${restartCount} times${last ? `, exit code ${last.exitCode}` : ''}`;
  },
  (pods) => `no container of ${counted(pods)} has died`,
);

/** The cluster tells of no trouble with a pod. */
export const noTrouble = ofEach(
  (pod) =>
    environmentOf(pod) ?? (cannotPull(pod) ? `Pod ${pod.metadata.name} cannot pull its image` : undefined),
  (pods) => `the conditions of ${counted(pods)} tell of no trouble`,
);

/** The image is there: a pod runs it. */
export const imageRuns: Ask = (facts) => {
  const statuses = facts.pods.flatMap((pod) => runtimeContainer(pod) ?? []);
  if (statuses.length === 0) return undefined;
  const found = statuses.find(({ imageID }) => imageID !== '');
  return holds(found !== undefined, `${found?.image} was pulled and runs`, 'no pod could pull the image');
};

/** Every container has lived through the time of a bake. */
export const haveLasted: Ask = (facts) => {
  const { bakeSeconds } = facts.spec.rollout;
  const died = noneDied(facts);
  if (died?.result !== 'Passed') return died;
  const lives = facts.pods.map((pod) => {
    const since = runtimeContainer(pod)?.state?.running?.startedAt;
    return since ? (facts.now.getTime() - Date.parse(String(since))) / 1000 : 0;
  });
  const oldest = Math.floor(Math.max(...lives));
  return oldest >= bakeSeconds ? passed(`no restart in ${oldest} s`) : undefined;
};
