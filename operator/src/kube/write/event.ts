import { createHash } from 'node:crypto';
import type { Announcement } from '../cluster.ts';
import type { KubeEvent, KubeObject } from '../types.ts';

/** Who writes events: the operator's name, and which of its processes. */
export interface Reporter {
  readonly controller: string;
  /** At most 128 characters. */
  readonly instance: string;
}

/**
 * The Event for an announcement. Its name follows from what is said about which object in which minute: said again
 * within the minute, it is the same Event.
 */
export function eventOf(
  object: KubeObject,
  { type, reason, message }: Announcement,
  reporter: Reporter,
  now: Date,
): KubeEvent {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace = 'default', uid } = metadata;
  const time = now.toISOString();
  const said = [uid ?? name, type, reason, message, time.slice(0, 16)];
  const hash = createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16);
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: { name: `${name}.${hash}`, namespace },
    eventTime: time.replace('Z', '000Z'),
    type,
    reason,
    action: reason,
    note: shortened(message, 1024),
    regarding: { apiVersion, kind, namespace, name, ...(uid !== undefined && { uid }) },
    reportingController: reporter.controller,
    reportingInstance: reporter.instance,
  };
}

/** The longest beginning that fits into so many bytes. */
function shortened(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const cut = Buffer.from(text)
    .subarray(0, bytes - 3)
    .toString()
    .replace(/\uFFFD+$/, '');
  return `${cut}…`;
}
