import type { Secret } from '../kube/types.ts';
import { childMetadata, worldKeyName } from './metadata.ts';
import type { Owner } from './owner.ts';

/** The key under which pinned Secrets enter the name of a revision, so that a name tells nothing about a value. */
export const worldKey = (owner: Owner, key: string): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: childMetadata(owner, worldKeyName(owner)),
  type: 'Opaque',
  immutable: true,
  data: { key },
});
