/** How the API server and the user name a SpaceTime. */
export const group = 'spacetime.dev';
export const version = 'v1';
export const apiVersion = `${group}/${version}`;
export const kind = 'SpaceTime';
export const plural = 'spacetimes';
export const singular = 'spacetime';
export const shortName = 'st';
export const category = 'spacetime';

export const finalizer = 'spacetime.dev/finalizer';
export const fieldManager = 'spacetime-operator';

/** Label keys on children. A SpaceTime's own labels are never copied. */
export const labels = {
  app: 'app',
  name: 'app.kubernetes.io/name',
  instance: 'app.kubernetes.io/instance',
  component: 'app.kubernetes.io/component',
  partOf: 'app.kubernetes.io/part-of',
  managedBy: 'app.kubernetes.io/managed-by',
  version: 'app.kubernetes.io/version',
  revision: 'spacetime.dev/revision',
} as const;

/** Annotation keys on a ControllerRevision: the record that outlives status. */
export const recordAnnotations = {
  held: 'spacetime.dev/held',
  promotedAt: 'spacetime.dev/promoted-at',
  artifact: 'spacetime.dev/artifact',
  hashFormat: 'spacetime.dev/hash-format',
} as const;

/** Annotation on the token Secret: which of its values the operator made, and when. */
export const tokenAnnotation = 'spacetime.dev/tokens';

/** Annotations on the volume of a database, which outlives its SpaceTime: what the next one goes on with. */
export const volumeAnnotations = {
  /** Image that the data was last used with. */
  image: 'spacetime.dev/database-image',
  /** Storage class that a spec named; absent where the cluster chose it. */
  className: 'spacetime.dev/storage-class',
} as const;

/** Annotations on the Job of a check, by which a result is known to belong to the trial that asks for it. */
export const checkAnnotations = {
  /** When the trial began, RFC 3339. */
  trial: 'spacetime.dev/trial',
  /** Name of a check of `rollout.checks.custom`; absent on the Job of the operator's own checks. */
  custom: 'spacetime.dev/custom-check',
} as const;

/**
 * On a pod: of those that are ready, its ReplicaSet gives up the one with the lowest number first.
 * https://kubernetes.io/docs/reference/labels-annotations-taints/#pod-deletion-cost
 */
export const deletionCostAnnotation = 'controller.kubernetes.io/pod-deletion-cost';

/** Commands: annotations on a SpaceTime. Each distinct value runs once, and is recorded before it acts. */
export const commandAnnotations = {
  restart: 'spacetime.dev/restart',
  retry: 'spacetime.dev/retry',
  promote: 'spacetime.dev/promote',
  approve: 'spacetime.dev/approve',
  abort: 'spacetime.dev/abort',
  undo: 'spacetime.dev/undo',
  checklist: 'spacetime.dev/checklist',
  rotate: 'spacetime.dev/rotate',
  drill: 'spacetime.dev/drill',
} as const;
export type Command = keyof typeof commandAnnotations;

/** Copied from the SpaceTime into the record of a revision. */
export const changeCauseAnnotation = 'kubernetes.io/change-cause';
