import * as z from 'zod';
import { atomicList, choice, text, time } from '../fields.ts';
import { revisionName, waiting } from './release.ts';

/** What can be wrong with a drill's revision. */
export const drillFaults = ['MissingImage', 'CrashAtStart', 'NeverReady'] as const;
export type DrillFault = (typeof drillFaults)[number];

export const drill = z
  .object({
    revision: revisionName('Name of the throw-away revision.'),
    fault: choice('What is wrong with it.', drillFaults),
    phase: choice('Where it stands.', ['Preparing', 'Checking']),
    startedAt: time('When the drill began.'),
    phaseStartedAt: time('When the phase began, or went on after a wait.'),
    waiting: waiting.optional(),
    pullFailures: atomicList(
      'Pods whose image could not be pulled; the third one ends the drill.',
      text('Name of a pod.', 253),
      8,
    ),
  })
  .describe(
    'A drill in progress: a faulty copy of the stable revision that no user is sent to; absent while none is.',
  );
