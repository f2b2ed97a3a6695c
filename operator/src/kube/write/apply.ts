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

/** Server-side apply that writes nothing when the cached object already says all that it should. */
export function applyWith(connection: FencedConnection, cached: Cached): Apply {
  const spellings = createSpellings();

  return async <T extends KubeObject>(child: T): Promise<Stored<T>> => {
    const intent = intentOf(child);
    const known = cached(child);
    const owner = controllerOf(child);
    const isKnownAsOurs = known !== undefined && (!owner || isControlledBy(known, owner.uid));
    if (isKnownAsOurs && holds(known, spellings.of(intent))) return known as Stored<T>;
    if (!isKnownAsOurs && owner) await refuseIfTaken(connection, child, owner);

    const resource = resourceOf(child);
    const stored = await connection.request<Stored<T>>({
      doing: `apply ${describe(child)}`,
      method: 'PATCH',
      path: objectPath(resource, child.metadata.namespace, child.metadata.name),
      query: { fieldManager, force: 'true' },
      contentType: 'application/apply-patch+yaml',
      body: intent,
    });
    spellings.learn(intent, stored);
    return stored;
  };
}

/** Before the first write under a name: an apply would take over whatever is there. */
async function refuseIfTaken(
  connection: FencedConnection,
  child: KubeObject,
  owner: OwnerReference,
): Promise<void> {
  const live = await read(connection, resourceOf(child), child.metadata.namespace, child.metadata.name);
  if (!live || isControlledBy(live, owner.uid)) return;
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
