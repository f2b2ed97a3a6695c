import * as z from 'zod';
import { choice, itemKey, itemName, keyedList, objectName } from '../fields.ts';

/** What can be told, in the order in which a release comes to it. */
export const noticeEvents = [
  'ReleaseStarted',
  'ApprovalRequired',
  'ReleaseUndecided',
  'ReleasePromoted',
  'ReleaseSettled',
  'ReleaseRolledBack',
  'RollbackFailed',
] as const;
export type NoticeEvent = (typeof noticeEvents)[number];

const secretKeyRef = (description: string) =>
  z
    .object({
      name: objectName('Name of the Secret, in the namespace of the SpaceTime.'),
      key: itemKey('Key in the Secret.'),
    })
    .describe(description);

const notification = z.object({
  name: itemName('Name of the notification.'),
  urlSecretRef: secretKeyRef(
    'Where to send it: an http or https address that is public. Read anew for each attempt.',
  ),
  signingSecretRef: secretKeyRef(
    'What to sign it with, as webhooks of the runtime are signed. Absent: unsigned. Read anew for each attempt.',
  ).optional(),
  events: z
    .array(choice('An event.', noticeEvents))
    .max(noticeEvents.length)
    .meta({ 'x-kubernetes-list-type': 'set' })
    .describe('Events to send. Absent: all of them.')
    .optional()
    .transform((events) => events ?? noticeEvents),
});

export const notifications = keyedList(
  'Webhooks that are told how releases go. None by default. A change applies at once and is no release.',
  notification,
  8,
);
