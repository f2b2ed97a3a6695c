import type { Connection } from '../connection.ts';
import { NotFound } from '../errors.ts';
import { objectPath, type Resource } from '../resources.ts';
import type { KubeObject, Stored } from '../types.ts';

/** The live object; undefined when there is none. */
export async function read<T extends KubeObject>(
  connection: Connection,
  resource: Resource<T>,
  namespace: string | undefined,
  name: string,
): Promise<Stored<T> | undefined> {
  try {
    return await connection.request<Stored<T>>({
      doing: `read ${resource.kind} ${namespace ?? ''}/${name}`,
      method: 'GET',
      path: objectPath(resource, namespace, name),
    });
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
