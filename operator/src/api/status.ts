import * as z from 'zod';
import { choice, text } from './fields.ts';
import type { Immutable } from './immutable.ts';
import { invalidObject } from './invalid.ts';
import { checklist } from './status/checklist.ts';
import { drill } from './status/drill.ts';
import { heldRevisions, revisions } from './status/history.ts';
import { notifications } from './status/notifications.ts';
import { phases } from './status/phases.ts';
import { promotion } from './status/promotion.ts';
import { comparison, count, release, revisionName } from './status/release.ts';
import { certificate, commandList, conditionList, database, secretList } from './status/world.ts';

/** What the operator says. Written by the operator alone; every bound is kept by cutting, never by failing. */
export const SpaceTimeStatus = z
  .object({
    observedGeneration: count('Generation of the spec that this status speaks of.').optional(),
    conditions: conditionList,
    phase: choice('Where the world stands, for people; programs read conditions.', phases).optional(),
    url: text('Where the world is reached.', 512).optional(),
    replicas: count('Pods that are meant to serve users.').optional(),
    readyReplicas: count('Pods that serve users.').optional(),
    selector: text('Label selector of the pods that serve users.', 253).optional(),
    desiredRevision: revisionName('Revision that the spec asks for.').optional(),
    stableRevision: revisionName('Revision that users have.').optional(),
    candidateRevision: revisionName('Revision that is on trial.').optional(),
    release: release.optional(),
    comparison: comparison.optional(),
    drill: drill.optional(),
    revisions,
    heldRevisions,
    secrets: secretList,
    certificate: certificate.optional(),
    database: database.optional(),
    promotion: promotion.optional(),
    checklist: checklist.optional(),
    commands: commandList,
    notifications,
  })
  .describe('What is so, written by the operator.');

/** A status whose lists are always there, empty or not. */
export type SpaceTimeStatus = Immutable<z.infer<typeof SpaceTimeStatus>>;

/** Reads a status; an absent one reads as an empty one. Throws `InvalidObject` with a sentence that names the field. */
export function parseStatus(raw: unknown): SpaceTimeStatus {
  const parsed = SpaceTimeStatus.safeParse(raw ?? {});
  if (!parsed.success) throw invalidObject('status', parsed.error);
  return parsed.data;
}
