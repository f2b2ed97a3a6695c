import { type SpaceTime, statusOf, titleOf } from '../spaceTime.ts';

/** Why nothing may be restored into this world: what is alive is never written over. Undefined where it may. */
export function refusalOf(world: SpaceTime, runtimePods: number): string | undefined {
  const { replicas = 2 } = world.spec;
  if (replicas > 0)
    return `${titleOf(world)} has spec.replicas ${replicas}, and a backup goes only into a world that is turned off: make a new SpaceTime with replicas: 0.`;
  if (runtimePods > 0)
    return `${titleOf(world)} still has ${runtimePods === 1 ? 'a pod that ends' : `${runtimePods} pods that end`}; try again when there are none.`;
  return undefined;
}

/** Whether its database takes connections, as far as the operator knows; otherwise what it says. */
export function databaseOf(world: SpaceTime): { readonly isReady: boolean; readonly message: string } {
  const condition = statusOf(world).conditions.find(({ type }) => type === 'DatabaseReady');
  return {
    isReady: condition?.status === 'True',
    message: condition?.message ?? 'The operator has not said anything about it yet.',
  };
}
