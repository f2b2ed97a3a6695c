import type { Pod } from '../kube/types.ts';
import type { Fault } from './reading.ts';
import { runtimeContainer } from './runtimeContainer.ts';

/** Hard evidence that a tag was pushed again: a pod runs another digest than the revision's first ready pod did. */
export function imageChanged(pods: readonly Pod[], recorded: string | undefined): Fault | undefined {
  const other = pods.find((pod) => {
    const imageID = runtimeContainer(pod)?.imageID;
    return recorded !== undefined && imageID && imageID !== recorded;
  });
  if (!other) return undefined;
  const name = other.metadata.name;
  return {
    reason: 'ImageChanged',
    message: `Pod ${name} runs another image than the revision began with: the tag was pushed again. Name a digest.`,
    evidence: [{ name: 'imageID', note: `pod ${name}: ${runtimeContainer(other)?.imageID}` }],
  };
}
