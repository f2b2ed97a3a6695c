import type { Finding } from '../api/conditions.ts';
import { unknownCheck } from '../checklist/evaluate.ts';
import { secretsName } from '../plan/metadata.ts';
import { unknownGateway } from '../plan/parents.ts';
import { isRescued } from '../rollout/rollout.ts';
import { certificateFinding } from './certificate.ts';
import { checklistFinding } from './checklist.ts';
import { exposed } from './exposure.ts';
import { monitoringFinding } from './monitoring.ts';
import { released } from './released.ts';
import { rotationMessage } from './rotation.ts';
import { scalingFinding } from './scaling.ts';
import { servingArm } from './serving.ts';
import type { Situation } from './situation.ts';
import { slaFinding } from './sla.ts';

/** Everything that is found out about a world, in the order in which it matters to a reader. */
export const findings = (situation: Situation): readonly Finding[] => [
  available(situation),
  released(situation),
  configuration(situation),
  secrets(situation),
  situation.databaseReady,
  certificateFinding(situation.certificate),
  exposed(situation),
  applied(situation),
  slaFinding(situation),
  scalingFinding(situation),
  monitoringFinding(situation),
  checklistFinding(situation),
  held(situation),
  paused(situation),
];

function available(situation: Situation): Finding {
  const { owner, rollout, isOpen } = situation;
  const type = 'Available';
  if (owner.spec.replicas === 0) {
    return {
      type,
      status: 'True',
      reason: 'ScaledToZero',
      message: 'replicas is 0: the world is turned off.',
    };
  }
  const { revision, arm } = servingArm(situation);
  if (!revision) {
    return rollout.phase === 'RolledBack'
      ? {
          type,
          status: 'False',
          reason: 'NothingReleased',
          message: 'No revision has passed yet, so there is nothing to serve.',
        }
      : { type, status: 'Unknown', reason: 'Starting', message: 'The first revision is on its way.' };
  }
  if (!isOpen)
    return { type, status: 'Unknown', reason: 'Starting', message: `Revision ${revision} gets its users.` };
  const message = `Revision ${revision} serves with ${arm.ready} of ${owner.spec.replicas} pods.`;
  return arm.ready > 0
    ? { type, status: 'True', reason: isRescued(rollout) ? 'Rescued' : 'Serving', message }
    : { type, status: 'False', reason: 'NoReadyPods', message };
}

function configuration(situation: Situation): Finding {
  const { owner, missing, problem, database, certificate, stable, candidate } = situation;
  const type = 'ConfigurationValid';
  const { tooMany } = database;
  const nameTaken = database.nameTaken ?? certificate.nameTaken;
  if (problem?.type === type) return problem;
  if (nameTaken) return { type, status: 'False', reason: 'NameTaken', message: nameTaken };
  if (missing) return { type, status: 'False', reason: 'ReferenceNotFound', message: missing };
  const changed = [stable.fault, candidate.fault].find((fault) => fault?.reason === 'ImageChanged');
  if (changed) return { type, status: 'False', reason: 'ImageDiffers', message: changed.message };
  const gateway = unknownGateway(owner, situation.installation);
  if (gateway) return { type, status: 'False', reason: 'SharedGatewayUnknown', message: gateway };
  const check = unknownCheck(owner.spec.checklist);
  if (check) return { type, status: 'False', reason: 'UnknownCheck', message: check };
  if (tooMany) return { type, status: 'False', reason: 'TooManyConnections', message: tooMany };
  return { type, status: 'True', reason: 'Accepted', message: 'All that the spec refers to is there.' };
}

function secrets({ owner, tokens: { source, rotation, ...tokens }, database }: Situation): Finding {
  const type = 'SecretsReady';
  const refusal = tokens.refusal ?? database.refusal;
  if (refusal) return { type, status: 'False', ...refusal };
  const rotating = rotation && rotationMessage(secretsName(owner), rotation);
  if (rotating) return { type, status: 'True', reason: 'Rotating', message: rotating };
  return {
    type,
    status: 'True',
    reason: source,
    message: 'Every Secret is there, and holds no placeholders.',
  };
}

function applied({ problem }: Situation): Finding {
  const type = 'Applied';
  if (problem?.type === type) return problem;
  return { type, status: 'True', reason: 'Applied', message: 'The API server took every object.' };
}

function held({ asked, held: all, rollout }: Situation): Finding {
  const type = 'Held';
  const hold = all.find(({ name }) => name === asked);
  if (!hold) return { type, status: 'False', reason: 'NotHeld', message: `Revision ${asked} is not held.` };
  const serving = 'stable' in rollout && rollout.stable ? `Serving ${rollout.stable}.` : 'Serving nothing.';
  return {
    type,
    status: 'True',
    // The operator wrote it; see status/rollout.ts.
    reason: hold.reason as Extract<Finding, { type: 'Held'; status: 'True' }>['reason'],
    message: `Revision ${asked} is held since ${hold.since}: ${hold.message} ${serving} Change the spec, or annotate spacetime.dev/retry.`,
  };
}

function paused({ owner, rollout, asked }: Situation): Finding {
  const type = 'Paused';
  if (!owner.spec.paused)
    return { type, status: 'False', reason: 'NotPaused', message: 'Releases are not paused.' };
  const waits = 'stable' in rollout && rollout.stable === asked ? 'nothing waits' : `revision ${asked} waits`;
  return { type, status: 'True', reason: 'ByUser', message: `Releases are paused; ${waits}.` };
}
