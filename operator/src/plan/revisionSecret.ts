import type { Secret } from '../kube/types.ts';
import type { Revision } from '../rollout/rollout.ts';
import { childMetadata, revisionObjectName } from './metadata.ts';
import type { Owner } from './owner.ts';
import { type PinnedSecret, pinnedKey } from './pinned.ts';

/** The pinned Secrets of one revision, copied when it was made. Immutable, so that a rollback finds the same values. */
export const revisionSecret = (
  owner: Owner,
  revision: Revision,
  pinned: readonly PinnedSecret[],
): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: childMetadata(owner, revisionObjectName(owner, revision), revision),
  type: 'Opaque',
  immutable: true,
  data: Object.fromEntries(
    pinned.flatMap(({ mount, data }) =>
      Object.entries(data).map(([key, value]) => [pinnedKey(mount, key), value]),
    ),
  ),
});
