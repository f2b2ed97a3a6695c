import * as z from 'zod';
import { choice, keyedList, text, time } from '../fields.ts';
import type { Immutable } from '../immutable.ts';
import { count, message, reason, revisionName } from './release.ts';

const condition = z.object({
  type: text('Type of the condition.', 32),
  status: choice('Whether it holds.', ['True', 'False', 'Unknown']),
  reason: reason('Why, in one word.'),
  message: message('Why, in a sentence, and what to do.'),
  lastTransitionTime: time('When the status last changed.'),
  observedGeneration: count('Generation of the spec that it speaks of.'),
});

const secret = z.object({
  name: text('Name of the Secret.', 253),
  source: choice('Where it comes from.', ['Generated', 'Adopted', 'Referenced']),
  lastRotationTime: time('When a value of it was last made by the operator.').optional(),
  nextRotationTime: time('When a value of it is replaced next; absent without a schedule.').optional(),
  overlapUntil: time('Until when the token before is accepted; absent when none is.').optional(),
  pinnedBy: z
    .array(revisionName('Name of a revision.'))
    .max(20)
    .meta({ 'x-kubernetes-list-type': 'atomic' })
    .describe('Revisions with pods that hold a copy of it; absent where pods follow what it says.')
    .optional(),
});

const command = z.object({
  name: text('Name of the command, such as retry.', 24),
  value: z.string().max(63).describe('Value of the annotation.'),
  time: time('When it was seen.'),
  result: choice('What became of it.', ['Done', 'Refused', 'InProgress']),
  message: z.string().max(160).describe('What was done, or why not.').optional(),
});

export const conditionList = keyedList('What is true of the world.', condition, 20, 'type');
export const secretList = keyedList('Secrets in use; never a value, never a hash.', secret, 16);
export const commandList = keyedList('Last value of each command annotation.', command, 12);

export const certificate = z
  .object({
    source: choice('Where the spec says that it comes from.', [
      'CertManager',
      'SecretRef',
      'SelfSigned',
    ]).optional(),
    secretName: text(
      'Secret that it was read from; NAME-tls-serving while the source holds no better one.',
      253,
    ),
    issuer: text('Who issued it.', 253),
    serialNumber: text('Its serial number, in hexadecimal digits.', 64),
    notBefore: time('Since when it is valid.'),
    notAfter: time('Until when it is valid.'),
    renewalTime: time('When another takes its place; absent where only a person renews it.').optional(),
  })
  .describe('The certificate that is served.');

export const database = z
  .object({
    mode: choice('Who runs it.', ['Managed', 'External']),
    image: text('Image of the managed database.', 512).optional(),
    storageSize: text('Size of its volume in bytes, as asked for.', 20).optional(),
  })
  .describe('The database that holds the state of the world.');

export type DatabaseStatus = Immutable<z.infer<typeof database>>;
export type CertificateStatus = Immutable<z.infer<typeof certificate>>;
export type Condition = Immutable<z.infer<typeof condition>>;
export type CommandRecord = Immutable<z.infer<typeof command>>;
