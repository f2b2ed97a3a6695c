import { apiVersion, checkAnnotations, kind, labels } from '../api/identity.ts';
import type { ObjectMeta, OwnerReference } from '../kube/types.ts';
import type { Revision } from '../rollout/rollout.ts';
import { databaseName } from './credentials.ts';
import type { Owner } from './owner.ts';

/** Labels by which Services, Deployments and the budget find the runtime pods; with a revision, only that one's. */
export const selectorOf = (owner: Pick<Owner, 'name'>, revision?: Revision): Record<string, string> => ({
  [labels.instance]: owner.name,
  [labels.component]: 'runtime',
  ...(revision && { [labels.revision]: revision }),
});

/** Labels of every child that is about the runtime pods. */
export const childLabels = (owner: Pick<Owner, 'name'>, revision?: Revision): Record<string, string> => ({
  [labels.app]: 'spacetime',
  [labels.name]: 'spacetime',
  [labels.partOf]: 'spacetime',
  [labels.managedBy]: 'spacetime-operator',
  ...selectorOf(owner, revision),
});

/** Labels by which the database's Service and StatefulSet find its pod. */
export const databaseSelectorOf = (owner: Pick<Owner, 'name'>): Record<string, string> => ({
  [labels.instance]: owner.name,
  [labels.component]: 'database',
});

/** Labels of all that is about the database; `app` is on the runtime pods alone. */
export const databaseLabels = (owner: Pick<Owner, 'name'>): Record<string, string> => ({
  [labels.name]: 'spacetime',
  [labels.partOf]: 'spacetime',
  [labels.managedBy]: 'spacetime-operator',
  ...databaseSelectorOf(owner),
});

/** Labels of all that checks a revision. It serves nobody, so nothing that selects runtime pods may find it. */
export const checkLabels = (owner: Pick<Owner, 'name'>, revision: Revision): Record<string, string> => ({
  [labels.name]: 'spacetime',
  [labels.partOf]: 'spacetime',
  [labels.managedBy]: 'spacetime-operator',
  [labels.instance]: owner.name,
  [labels.component]: 'check',
  [labels.revision]: revision,
});

/** Metadata of what checks a revision in the trial that began at this time, RFC 3339. */
export const checkMetadata = (
  owner: Owner,
  name: string,
  { candidate, startedAt }: { readonly candidate: Revision; readonly startedAt: string },
): ObjectMeta => ({
  name,
  namespace: owner.namespace,
  labels: checkLabels(owner, candidate),
  annotations: { [checkAnnotations.trial]: startedAt },
  ownerReferences: [ownerReference(owner)],
});

/**
 * Keeps Argo CD from deleting what has no owner and bears `app.kubernetes.io/instance`, by which it may know what belongs to an Application of
 * the same name. Source: Argo CD, Sync Options and Compare Options.
 */
const notPruned = {
  'argocd.argoproj.io/sync-options': 'Prune=false',
  'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
} as const;

/** Metadata of a part of the database. What is retained has no owner, so that it stays when the SpaceTime goes. */
export const databaseMetadata = (owner: Owner, { retained }: { readonly retained: boolean }): ObjectMeta => ({
  name: databaseName(owner),
  namespace: owner.namespace,
  labels: databaseLabels(owner),
  ...(retained ? { annotations: notPruned } : { ownerReferences: [ownerReference(owner)] }),
});

const ownerReference = (owner: Pick<Owner, 'name' | 'uid'>): OwnerReference => ({
  apiVersion,
  kind,
  name: owner.name,
  uid: owner.uid,
  controller: true,
  blockOwnerDeletion: true,
});

/** Metadata of a child: in the owner's namespace, owned by it, labelled for it and, if given, for one revision. */
export const childMetadata = (owner: Owner, name: string, revision?: Revision): ObjectMeta => ({
  name,
  namespace: owner.namespace,
  labels: childLabels(owner, revision),
  ownerReferences: [ownerReference(owner)],
});

/** Name of the objects of one revision: its Deployment, preview Service, ConfigMap, Secret and record. */
export const revisionObjectName = (owner: Pick<Owner, 'name'>, revision: Revision): string =>
  `${owner.name}-${revision}`;

export const secretsName = (owner: Pick<Owner, 'name' | 'spec'>): string =>
  owner.spec.secrets.secretRef?.name ?? `${owner.name}-secrets`;

export const servingCertificateName = (owner: Pick<Owner, 'name'>): string => `${owner.name}-tls-serving`;

/** Name of the Certificate that cert-manager is asked for, and of the Secret in which it keeps it. */
export const certificateName = (owner: Pick<Owner, 'name'>): string => `${owner.name}-tls`;

export const worldKeyName = (owner: Pick<Owner, 'name'>): string => `${owner.name}-key`;

/** Name of the Job, and of the Secret, that check a revision. */
export const checkName = (owner: Pick<Owner, 'name'>, revision: Revision): string =>
  `${revisionObjectName(owner, revision)}-check`;
