import type { ConfigMap } from '../kube/types.ts';
import { childMetadata, revisionObjectName } from './metadata.ts';
import type { Owner } from './owner.ts';
import type { Recorded } from './recorded.ts';

/** The configuration files of one revision. Immutable: a rollback finds the very bytes that it left. */
export const configMap = (owner: Owner, recorded: Recorded): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: childMetadata(owner, revisionObjectName(owner, recorded.name), recorded.name),
  immutable: true,
  data: { ...recorded.config },
});
