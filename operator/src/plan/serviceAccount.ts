import type { ServiceAccount } from '../kube/types.ts';
import { childMetadata } from './metadata.ts';
import type { Owner } from './owner.ts';

/** The identity of the runtime pods: it may do nothing, and carries today's credentials of the registry. */
export const serviceAccount = (owner: Owner): ServiceAccount => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: childMetadata(owner, owner.name),
  automountServiceAccountToken: false,
  ...(owner.spec.imagePullSecrets.length > 0 && { imagePullSecrets: [...owner.spec.imagePullSecrets] }),
});
