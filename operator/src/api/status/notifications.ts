import * as z from 'zod';
import { atomicList, choice, keyedList, text, time } from '../fields.ts';
import type { Immutable } from '../immutable.ts';
import { noticeEvents } from '../spec/notifications.ts';
import { message, revisionName } from './release.ts';

const notice = z.object({
  id: text('Its id, the same at every attempt.', 48),
  event: choice('What happened.', noticeEvents),
  revision: revisionName('Revision that it happened to.'),
  time: time('When it happened.'),
  message: message('What happened, in a sentence.'),
  to: atomicList(
    'Notifications of the spec that have not taken it yet.',
    text('Name of a notification.', 63),
    8,
  ),
});

/** Written together with what they tell, so that an operator that ends in between leaves them to the next one. */
export const notifications = keyedList('Notifications that are still to be delivered.', notice, 8, 'id');

export type Notice = Immutable<z.infer<typeof notice>>;
