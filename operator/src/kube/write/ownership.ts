import type { KubeObject, OwnerReference } from '../types.ts';

/** The owner that controls the object: at most one can. */
export const controllerOf = ({ metadata }: KubeObject): OwnerReference | undefined =>
  metadata.ownerReferences?.find(({ controller }) => controller);

export const isControlledBy = (object: KubeObject, ownerUid: string): boolean =>
  controllerOf(object)?.uid === ownerUid;

/** "Deployment xr/demo-3f9c", for messages. */
export const describe = ({ kind, metadata: { namespace, name } }: KubeObject): string =>
  namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
