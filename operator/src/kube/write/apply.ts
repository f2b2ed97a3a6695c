import { hash } from 'node:crypto';
import { fieldManager } from '../../api/identity.ts';
import type { FencedConnection } from '../connection.ts';
import { Conflict, NameTaken } from '../errors.ts';
import { objectPath, resourceOf } from '../resources.ts';
import type { KubeObject, OwnerReference, Stored } from '../types.ts';
import { holds, intentOf, spelledBy } from './intent.ts';
import { controllerOf, describe, isControlledBy } from './ownership.ts';
import { read } from './read.ts';

/** The object as the caches show it; undefined when they do not, which proves nothing. */
export type Cached = (object: KubeObject) => KubeObject | undefined;

export type Apply = <T extends KubeObject>(child: T) => Promise<Stored<T>>;

/**
 * Server-side apply that writes nothing when the object already says all that it should. It is conditional on the version that was
 * looked at: a write that arrives late, from a process that was stopped while it sent it, then changes nothing.
 */
export function applyWith(connection: FencedConnection, cached: Cached): Apply {
  const spellings = createSpellings();
  /** What objects were last found to say, as a digest: an object of a cache never changes, another takes its place. */
  const said = new WeakMap<KubeObject, string>();

  return async <T extends KubeObject>(child: T): Promise<Stored<T>> => {
    const found = await lookUp(connection, cached, child);
    const digest = hash('sha256', JSON.stringify(child));
    if (found && said.get(found) === digest) return found as Stored<T>;

    const intent = intentOf(child);
    if (found && holds(found, spellings.of(intent))) {
      said.set(found, digest);
      return found as Stored<T>;
    }

    const stored = await connection.request<Stored<T>>({
      doing: `apply ${describe(child)}`,
      method: 'PATCH',
      path: objectPath(resourceOf(child), child.metadata.namespace, child.metadata.name),
      query: { fieldManager, force: 'true' },
      contentType: 'application/apply-patch+yaml',
      body: found ? onTop(intent, found) : intent,
    });
    spellings.learn(intent, stored);
    return stored;
  };
}

const onTop = (intent: KubeObject, { metadata: { resourceVersion } }: KubeObject): KubeObject => ({
  ...intent,
  metadata: { ...intent.metadata, ...(resourceVersion !== undefined && { resourceVersion }) },
});

/** The object that is there and may be written: from the cache if it is ours there, else from the server. */
async function lookUp(
  connection: FencedConnection,
  cached: Cached,
  child: KubeObject,
): Promise<KubeObject | undefined> {
  const owner = controllerOf(child);
  const known = cached(child);
  if (known && (!owner || isControlledBy(known, owner.uid))) return known;
  const { namespace, name } = child.metadata;
  const live = await read(connection, resourceOf(child), namespace, name);
  if (live && owner) refuseIfTaken(child, owner, live);
  return live;
}

/** An apply would take over whatever has the name. */
function refuseIfTaken(child: KubeObject, owner: OwnerReference, live: KubeObject): void {
  if (isControlledBy(live, owner.uid)) return;
  const other = controllerOf(live);
  const isLeftBehind = other?.kind === owner.kind && other.name === owner.name;
  if (live.metadata.deletionTimestamp || isLeftBehind) {
    throw new Conflict(
      `apply ${describe(child)}: the one of an earlier ${owner.kind} is still being deleted`,
    );
  }
  if (other || !isAppliedByUs(live)) {
    throw new NameTaken(`apply ${describe(child)}: an object of this name exists and is not the operator's`);
  }
}

/** An object of ours that has lost its owner reference still tells who applied it. */
const isAppliedByUs = ({ metadata }: KubeObject): boolean =>
  metadata.managedFields?.some(
    ({ manager, operation }) => manager === fieldManager && operation === 'Apply',
  ) ?? false;

interface Spellings {
  /** The intent as the server spells it, as far as that is known to differ. */
  of(intent: KubeObject): unknown;
  learn(intent: KubeObject, stored: KubeObject): void;
}

const mostSpellings = 5000;

/** Remembers the few intents that the server spells otherwise (quantities), which would else be applied for ever. */
function createSpellings(): Spellings {
  const known = new Map<string, { readonly intent: string; readonly spelled: unknown }>();
  return {
    of: (intent) => {
      const remembered = known.get(describe(intent));
      return remembered?.intent === JSON.stringify(intent) ? remembered.spelled : intent;
    },
    learn: (intent, stored) => {
      const key = describe(intent);
      known.delete(key);
      if (holds(stored, intent)) return;
      known.set(key, { intent: JSON.stringify(intent), spelled: spelledBy(stored, intent) });
      const [oldest] = known.keys();
      if (known.size > mostSpellings && oldest !== undefined) known.delete(oldest);
    },
  };
}
