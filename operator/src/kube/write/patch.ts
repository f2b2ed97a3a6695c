import { isDeepStrictEqual } from 'node:util';
import { fieldManager } from '../../api/identity.ts';
import type { FencedConnection } from '../connection.ts';
import { Invalid } from '../errors.ts';
import { objectPath, resourceOf } from '../resources.ts';
import type { KubeObject, Stored } from '../types.ts';
import { describe } from './ownership.ts';
import { read } from './read.ts';

interface Operation {
  readonly op: 'add' | 'replace' | 'remove' | 'test';
  readonly path: string;
  readonly value?: unknown;
}

/** Replaces the whole status. Writes nothing, and answers the version it was given, when the status is that already. */
export async function recordStatus(
  connection: FencedConnection,
  object: KubeObject,
  status: object,
): Promise<Stored> {
  const next: unknown = JSON.parse(JSON.stringify(status));
  if (isDeepStrictEqual((object as { status?: unknown }).status, next)) return object as Stored;
  const operations: Operation[] = [onlyThisVersion(object), { op: 'add', path: '/status', value: next }];
  return patch(connection, `record the status of ${describe(object)}`, object, operations, 'status');
}

export async function addFinalizer(
  connection: FencedConnection,
  object: KubeObject,
  finalizer: string,
): Promise<Stored> {
  const present = object.metadata.finalizers ?? [];
  if (present.includes(finalizer)) return object as Stored;
  const operations: Operation[] = [
    onlyThisVersion(object),
    { op: 'add', path: '/metadata/finalizers', value: [...present, finalizer] },
  ];
  return patch(connection, `add a finalizer to ${describe(object)}`, object, operations);
}

/** Looks at the live object for the finalizer's place in the list, and has the server check that it is still there. */
export async function removeFinalizer(
  connection: FencedConnection,
  object: KubeObject,
  finalizer: string,
): Promise<Stored | undefined> {
  const { namespace, name, uid } = object.metadata;
  const live = await read(connection, resourceOf(object), namespace, name);
  const place = live?.metadata.finalizers?.indexOf(finalizer) ?? -1;
  if (live === undefined || live.metadata.uid !== uid || place < 0) return undefined;
  const path = `/metadata/finalizers/${place}`;
  const operations: Operation[] = [
    { op: 'test', path: '/metadata/uid', value: uid },
    { op: 'test', path, value: finalizer },
    { op: 'remove', path },
  ];
  return patch(connection, `remove the finalizer of ${describe(object)}`, object, operations);
}

/** To replace the version by what it should be is refused as a conflict when it is not. */
const onlyThisVersion = ({ metadata }: KubeObject): Operation => ({
  op: 'replace',
  path: '/metadata/resourceVersion',
  value: metadata.resourceVersion,
});

async function patch(
  connection: FencedConnection,
  doing: string,
  object: KubeObject,
  operations: readonly Operation[],
  subresource?: 'status',
): Promise<Stored> {
  const { namespace, name, resourceVersion } = object.metadata;
  if (resourceVersion === undefined) throw new Invalid(`${doing}: the object was not read from the server`);
  return connection.request<Stored>({
    doing,
    method: 'PATCH',
    path: objectPath(resourceOf(object), namespace, name, subresource),
    query: { fieldManager },
    contentType: 'application/json-patch+json',
    body: operations,
  });
}
