import type { Command } from '../../../operator/src/api/identity.ts';
import { drillFaults } from '../../../operator/src/api/status/drill.ts';
import { tokenKeys } from '../../../operator/src/plan/tokens.ts';
import { revisionNamed } from '../find/revision.ts';
import type { Order } from '../order/order.ts';
import { BadInput, Failed } from '../problem.ts';
import { type SpaceTime, statusOf, titleOf } from '../spaceTime.ts';
import { revisionWord } from './nameArgument.ts';
import type { OrderSpec } from './order.ts';

const annotation = (command: Command, target?: string): Order => ({ by: 'Annotation', command, target });

function onTrial(world: SpaceTime, otherwise: string | undefined): string {
  const revision = statusOf(world).candidateRevision ?? otherwise;
  if (!revision) throw new Failed(`No revision of ${titleOf(world)} is on trial, so name one.`);
  return revision;
}

/** The revision that the spec asks for, if it is held. */
function heldAsked(world: SpaceTime): string | undefined {
  const { heldRevisions, desiredRevision } = statusOf(world);
  return heldRevisions.find(({ name }) => name === desiredRevision)?.name;
}

const undo: OrderSpec = {
  name: 'undo',
  summary: 'serve an earlier revision again',
  example: annotation('undo', 'previous'),
  description:
    'Serves an earlier revision again, whole as it was: image, environment, whitelist, secrets, limits. The present one is held until the spec asks for another or retry. The spec is not changed, so that Git stays right about what it asks for.',
  option: ['--to <revision>', 'by name, its first letters or number (default: the one before)'],
  orderOf: (world, _, { to }) =>
    annotation('undo', typeof to === 'string' && to !== 'previous' ? revisionNamed(to, world) : 'previous'),
};

const retry: OrderSpec = {
  name: 'retry',
  summary: 'try the held revision again',
  example: annotation('retry'),
  description:
    'Releases the hold of the revision that the spec asks for, and starts it again from the beginning, with all checks.',
  orderOf: () => annotation('retry'),
};

const pause: OrderSpec = {
  name: 'pause',
  summary: 'let releases wait',
  example: { by: 'Pause', paused: true },
  description:
    'Lets releases wait: none starts or goes on. Protection does: rollback, repair, scaling, certificates and rotation.',
  orderOf: () => ({ by: 'Pause', paused: true }),
};

const resume: OrderSpec = {
  name: 'resume',
  summary: 'let releases go on',
  example: { by: 'Pause', paused: false },
  description: 'Lets releases go on that pause made wait.',
  orderOf: () => ({ by: 'Pause', paused: false }),
};

const promote: OrderSpec = {
  name: 'promote',
  summary: 'give a revision all users now',
  example: annotation('promote', 'REV'),
  description:
    'Gives the revision on trial all users now, whatever its phase; while it bakes, ends the bake. Also for a held revision, when it was a false alarm. It is judged all the same, and hard evidence still rolls it back.',
  words: [revisionWord],
  orderOf: (world, [word]) =>
    annotation('promote', word === undefined ? onTrial(world, heldAsked(world)) : revisionNamed(word, world)),
};

const abort: OrderSpec = {
  name: 'abort',
  summary: 'roll the release back',
  example: annotation('abort', 'REV'),
  description: 'Rolls the revision on trial back and holds it.',
  words: [revisionWord],
  orderOf: (world, [word]) =>
    annotation('abort', word === undefined ? onTrial(world, undefined) : revisionNamed(word, world)),
};

const approve: OrderSpec = {
  name: 'approve',
  summary: 'let the canary go on from its step',
  example: annotation('approve', 'REV/STEP'),
  description:
    'Lets the step of the canary end at which the release waits for a person (approval: Manual). The approval is for this revision and this step.',
  orderOf: (world) => {
    const { release } = statusOf(world);
    if (release?.phase !== 'Canary' || release.step === 0)
      throw new Failed(`${titleOf(world)} has no canary that could wait for an approval.`);
    return annotation('approve', `${release.revision}/${release.step}`);
  },
};

const restart: OrderSpec = {
  name: 'restart',
  summary: 'give the stable revision new pods',
  example: annotation('restart'),
  description:
    'Replaces the pods of the stable revision, one after the other, each drained before it goes. It is no release.',
  orderOf: () => annotation('restart'),
};

const drill: OrderSpec = {
  name: 'drill',
  summary: 'prove the rollback with a fault of your choice',
  example: annotation('drill', 'CrashAtStart'),
  description:
    'Starts a throw-away copy of the stable revision with a fault, like a release, and reports whether it was undone. No user is sent to it, and it leaves nothing behind. A release that begins meanwhile ends it.',
  words: [['[fault]', drillFaults.join(', ')]],
  takesSeconds: 900,
  orderOf: (_, [fault]) => {
    if (drillFaults.some((one) => one === fault)) return annotation('drill', fault);
    const given = fault === undefined ? 'none was given' : `there is no ${fault}`;
    throw new BadInput(`drill needs a fault, one of ${drillFaults.join(', ')}; ${given}.`);
  },
};

const rotate: OrderSpec = {
  name: 'rotate',
  summary: 'replace a token or a password',
  example: annotation('rotate', 'API_TOKEN'),
  description:
    'Replaces a value of the token Secret that the operator made. Every pod accepts the new API token before it is in the Secret, and the old one for secrets.rotation.overlapSeconds more, so that no request fails. A value of yours is refused: change it where you keep it.',
  words: [['[key]', `${tokenKeys.join(' or ')} (default: API_TOKEN)`]],
  takesSeconds: 120,
  orderOf: (_, [key = 'API_TOKEN']) => {
    if (tokenKeys.some((one) => one === key)) return annotation('rotate', key);
    if (key === 'DATABASE')
      throw new BadInput(
        'rotate does not replace the password of a database: pods of two revisions may hold it, and PostgreSQL accepts only one for a role. Credentials of your own change with their Secret, as a release.',
      );
    throw new BadInput(`rotate replaces ${tokenKeys.join(' or ')}; there is no ${key}.`);
  },
};

/** Every command that asks something of a world. */
export const orders: readonly OrderSpec[] = [
  undo,
  retry,
  pause,
  resume,
  promote,
  abort,
  approve,
  restart,
  drill,
  rotate,
];
