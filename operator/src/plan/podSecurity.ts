import type { Container, PodTemplate } from '../kube/types.ts';

/** User and group of every container; the images are built for it. */
export const user = 1000;

/** What Pod Security `restricted` asks of a pod. https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export const podSecurity: NonNullable<NonNullable<PodTemplate['spec']>['securityContext']> = {
  runAsNonRoot: true,
  runAsUser: user,
  runAsGroup: user,
  fsGroup: user,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** What it asks of a container, and a root file system that nothing can write to. */
export const containerSecurity: NonNullable<Container['securityContext']> = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};
