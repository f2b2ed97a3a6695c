import { createHash, createHmac } from 'node:crypto';
import { parseSpec } from '../api/spacetime.ts';
import type { Owner } from '../plan/owner.ts';
import type { PinnedSecret } from '../plan/pinned.ts';
import { artifactInput } from '../rollout/artifact.ts';
import { canonicalInput } from '../rollout/canonical.ts';
import { revisionName } from '../rollout/revision.ts';
import type { Asked } from './observed.ts';

/** Fields at their default are not in a revision's name, whatever operator made it. */
const defaults = parseSpec({ image: 'default:1' });

/**
 * Names what the spec asks for. Contents of pinned Secrets enter under the world's `key` (base64), so that a name
 * tells nothing about a value.
 */
export function askedOf(
  owner: Owner,
  pinned: readonly PinnedSecret[],
  key: string,
  keyIsNew: boolean,
): Asked {
  const named = pinned.filter(({ isOwn }) => !isOwn);
  const digests = named.map(({ mount, data }) => ({ mount, digest: keyed(key, data) }));
  const input = canonicalInput(owner.spec, defaults, digests);
  const revision = revisionName(createHash('sha256').update(input).digest());
  return {
    revision,
    content: { input, pinned, artifact: artifactOf(owner) },
    ...(keyIsNew && named.length > 0 && { newKey: key }),
  };
}

/** 128 bits, so that nobody can make another artifact of the same name. */
const artifactOf = ({ spec }: Owner): string =>
  createHash('sha256').update(artifactInput(spec, defaults)).digest('hex').slice(0, 32);

const keyed = (key: string, data: PinnedSecret['data']): string =>
  createHmac('sha256', Buffer.from(key, 'base64'))
    .update(JSON.stringify(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex');
