import type { Deployment, PodTemplate } from '../kube/types.ts';
import { childMetadata, revisionObjectName, selectorOf } from './metadata.ts';
import type { Owner } from './owner.ts';
import type { Recorded } from './recorded.ts';

/** Annotation on pods that a restart command replaced. */
const restartedAnnotation = 'spacetime.dev/restarted';

/**
 * The Deployment of one revision: its recorded template, never another's. `restarted` is the last restart command. It
 * stands on every Deployment, so that pods that were made after it are not replaced when their revision becomes stable.
 */
export const deployment = (
  owner: Owner,
  recorded: Recorded,
  replicas: number,
  restarted: string | undefined,
): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: childMetadata(owner, revisionObjectName(owner, recorded.name), recorded.name),
  spec: {
    replicas,
    revisionHistoryLimit: 0,
    // The operator has deadlines of its own, with reasons; this one only has to be out of their way.
    progressDeadlineSeconds: 86_400,
    selector: { matchLabels: selectorOf(owner, recorded.name) },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: restarted ? annotated(recorded.template, restarted) : recorded.template,
  },
});

const annotated = (template: PodTemplate, restarted: string): PodTemplate => ({
  ...template,
  metadata: {
    ...template.metadata,
    annotations: { ...template.metadata?.annotations, [restartedAnnotation]: restarted },
  },
});
