import type { ConfigMap } from '../kube/types.ts';
import type { Revision } from '../rollout/rollout.ts';
import { childMetadata, revisionObjectName } from './metadata.ts';
import type { Owner } from './owner.ts';

/** Name of the ConfigMap that keeps how the last release of a revision was judged. */
export const verdictRecordName = (owner: Pick<Owner, 'name'>, revision: Revision): string =>
  `${revisionObjectName(owner, revision)}-verdicts`;

/** Key under which its text stands. */
export const verdictRecordKey = 'record.jsonl';

/** What the judge was told of a release that is over, so that its verdicts can be looked up. It goes with its revision. */
export const verdictRecord = (owner: Owner, revision: Revision, text: string): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: childMetadata(owner, verdictRecordName(owner, revision), revision),
  data: { [verdictRecordKey]: text },
});
