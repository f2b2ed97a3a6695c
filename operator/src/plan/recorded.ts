import { recordAnnotations } from '../api/identity.ts';
import type { ControllerRevision } from '../kube/types.ts';
import type { Revision } from '../rollout/rollout.ts';
import { childMetadata, revisionObjectName } from './metadata.ts';
import type { Owner } from './owner.ts';
import type { Rendered } from './render.ts';

/** Number of the form in which the canonical input is written; a new form names new revisions only. */
const hashFormat = '1';

/** One revision as it is kept: what it was made from and what it puts into the cluster. */
export interface Recorded extends Rendered {
  readonly name: Revision;
  /** Order of creation, from 1. */
  readonly number: number;
  readonly image: string;
  /** Canonical text of all that reaches a pod. */
  readonly input: string;
  /** Generation of the spec that first asked for it. */
  readonly generation: number;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly changeCause?: string;
  /** Version of the operator that rendered it. */
  readonly renderedBy: string;
}

/** What is said of a revision on its record, and may change. */
export interface Marks {
  /** JSON of a `HeldRevision`: a hold outlives a lost status. */
  readonly held?: string | undefined;
  readonly artifact?: string | undefined;
}

/** The record of a revision as an object of the API. */
export function controllerRevision(
  owner: Owner,
  recorded: Recorded,
  { held, artifact }: Marks = {},
): ControllerRevision {
  const { number, ...data } = recorded;
  const metadata = childMetadata(owner, revisionObjectName(owner, recorded.name), recorded.name);
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      ...metadata,
      annotations: {
        [recordAnnotations.hashFormat]: hashFormat,
        ...(held && { [recordAnnotations.held]: held }),
        ...(artifact && { [recordAnnotations.artifact]: artifact }),
      },
    },
    revision: number,
    data,
  };
}

/** Reads a record back. The operator alone writes it, so its data is taken as it is. */
export const recordedOf = (object: ControllerRevision): Recorded => ({
  ...(object.data as Omit<Recorded, 'number'>),
  number: object.revision,
});
