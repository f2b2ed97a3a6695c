import { apiVersion, type Command, group, kind, shortName } from '../../../operator/src/api/identity.ts';

/** One thing that a person asks of a world: an annotation, or the one field that is a switch. */
export type Order =
  | { readonly by: 'Annotation'; readonly command: Command; readonly target?: string | undefined }
  | { readonly by: 'Pause'; readonly paused: boolean };

/** Where an order goes. The flags are those that led there, so that kubectl is led to the same place. */
export interface Addressee {
  readonly namespace: string;
  readonly name: string;
  readonly flags: readonly string[];
}

/** The value of an annotation: the target, and the moment, which makes the same order a new one. */
export const commandValue = (target: string | undefined, now: Date): string =>
  target === undefined ? `${now.getTime()}` : `${target}@${now.getTime()}`;

const annotationOf = (command: Command): string => `${group}/${command}`;

/** The body of a merge patch that gives the order. */
export function patchOf(order: Order, now: Date): object {
  if (order.by === 'Pause') return { apiVersion, kind, spec: { paused: order.paused } };
  const annotations = { [annotationOf(order.command)]: commandValue(order.target, now) };
  return { apiVersion, kind, metadata: { annotations } };
}

/** The kubectl command that gives the same order, to be pasted into a shell. */
export function plainKubectl(order: Order, { namespace, name, flags }: Addressee): string {
  const where = ['-n', namespace, ...flags].join(' ');
  if (order.by === 'Pause')
    return `kubectl patch ${shortName}/${name} ${where} --type=merge -p '{"spec":{"paused":${order.paused}}}'`;
  const now = '$(date +%s)';
  const value = order.target === undefined ? now : `${order.target}@${now}`;
  return `kubectl annotate ${shortName}/${name} ${where} --overwrite ${annotationOf(order.command)}=${value}`;
}

/** What the order is called in a sentence: `undo previous`, `restart`, `pause`. */
export function nameOf(order: Order): string {
  if (order.by === 'Pause') return order.paused ? 'pause' : 'resume';
  return order.target === undefined ? order.command : `${order.command} ${order.target}`;
}
