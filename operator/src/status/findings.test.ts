import {
  baking,
  canary,
  checking,
  closed,
  first,
  preparing,
  promoting,
  stable,
} from '../../test/aRollout.ts';
import { aSituation, inRelease } from '../../test/aSituation.ts';
import { aHold, anArm, anOwner, aTrial, noon, revisions, shared, silent } from '../../test/builders.ts';
import type { Finding } from '../api/conditions.ts';
import { recall } from '../rollout/recall.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { findings } from './findings.ts';
import { heldRevision } from './rollout.ts';
import type { Situation } from './situation.ts';

const { a, b } = revisions;
const found = (type: Finding['type'], situation: Situation) => {
  const finding = findings(situation).find((one) => one.type === type);
  return finding && `${finding.status} ${finding.reason}: ${finding.message}`;
};
const hold = heldRevision(aHold());
const rolledBack: Rollout = { phase: 'RolledBack', stable: a, hold: aHold() };
const off = anOwner({ replicas: 0 });
const pausedOwner = anOwner({ replicas: 4, paused: true });

describe('Available', () => {
  it.each<[string, Situation, string]>([
    ['a stable world', aSituation(), `True Serving: Revision ${a} serves with 4 of 4 pods.`],
    [
      'a world without a ready pod',
      aSituation({ stable: anArm(0) }),
      `False NoReadyPods: Revision ${a} serves with 0 of 4 pods.`,
    ],
    [
      'a canary',
      inRelease(canary, { candidate: anArm(1) }),
      `True Serving: Revision ${a} serves with 4 of 4 pods.`,
    ],
    [
      'a rescue',
      inRelease({ ...promoting, phase: 'Promoting', stable: a, promotedBy: 'Rescue' }, { stable: anArm(0) }),
      `True Rescued: Revision ${b} serves with 4 of 4 pods.`,
    ],
    [
      'a bake',
      inRelease(baking, { stable: anArm(0) }),
      `True Serving: Revision ${b} serves with 4 of 4 pods.`,
    ],
    [
      'a first release that the Service does not lead to yet',
      aSituation({ isOpen: false }),
      `Unknown Starting: Revision ${a} gets its users.`,
    ],
    ['a first release', inRelease(first), 'Unknown Starting: The first revision is on its way.'],
    [
      'a world that is turned off',
      aSituation({ owner: off }),
      'True ScaledToZero: replicas is 0: the world is turned off.',
    ],
    [
      'a first release that was rejected',
      inRelease({ ...rolledBack, stable: undefined }),
      'False NothingReleased: No revision has passed yet, so there is nothing to serve.',
    ],
  ])('%s', (_, situation, expected) => {
    expect(found('Available', situation)).toBe(expected);
  });
});

describe('Released', () => {
  it.each<[string, Situation, string]>([
    [
      'a canary that both revisions spoil',
      inRelease(closed('EnvironmentBad')),
      `Unknown EnvironmentBad: Both revisions fail, so all users are on ${a} until that is over.`,
    ],
    [
      'a candidate that is not heard',
      inRelease(closed('CandidateSilent')),
      `Unknown Canary: Revision ${b} is not heard, so all users are on ${a} until it is.`,
    ],
    [
      'a rollback to a revision that does not serve',
      inRelease({ phase: 'RolledBack', stable: a, hold: aHold(), isFailed: true }, { held: [hold] }),
      `False RollbackFailed: Revision ${a} has no ready pod after ${b} was rolled back; ship a revision that works.`,
    ],
    [
      'a step that waits for a person',
      inRelease({ ...canary, approval: 'Required' }),
      `Unknown WaitingForApproval: Step 1 of revision ${b} is done and waits for approval: spacetime.dev/approve=${b}/1.`,
    ],
    [
      'a revision that is recalled',
      aSituation({
        rollout: recall({ stable: a }, b, { reason: 'Undone', message: 'A person went back.' }, noon),
      }),
      `Unknown RollingBack: Revision ${b} is started; revision ${a} has all users until it is whole.`,
    ],
    [
      'a canary that ended without evidence',
      inRelease(closed('Undecided')),
      `Unknown Undecided: The canary of revision ${b} has ended without evidence: all users are on ${a}. Change the spec, promote or abort.`,
    ],
    ['a stable world', aSituation(), `True Stable: Revision ${a} has all users.`],
    [
      'a preparation',
      inRelease(preparing),
      `Unknown Preparing: Revision ${b} is in Preparing, with 0 % of users.`,
    ],
    ['checks', inRelease(checking), `Unknown Checking: Revision ${b} is in Checking, with 0 % of users.`],
    [
      'a canary',
      inRelease(canary, { candidate: anArm(1) }),
      `Unknown Canary: Revision ${b} is in Canary, with 20 % of users.`,
    ],
    [
      'a promotion',
      inRelease(promoting),
      `Unknown Promoting: Revision ${b} is in Promoting, with 50 % of users.`,
    ],
    [
      'a promotion that finds no room',
      inRelease(promoting, { candidate: anArm(1, { environment: 'Pod x cannot be scheduled: no cpu.' }) }),
      `Unknown EnvironmentBad: Revision ${b} has 1 of 4 pods ready and waits for the others, which start beside those of ${a}; users keep the pods that they have. Make room, or abort ${b}. Pod x cannot be scheduled: no cpu.`,
    ],
    ['a bake', inRelease(baking), `True Baking: Revision ${b} is in Baking, with 100 % of users.`],
    [
      'a canary that nobody can judge',
      inRelease(canary, { candidate: anArm(1), verdict: silent }),
      `Unknown Canary: Revision ${b} is in Canary, with 20 % of users. Not heard.`,
    ],
    [
      'a canary through trouble of both',
      inRelease(canary, { candidate: anArm(1), verdict: shared }),
      `Unknown EnvironmentBad: Revision ${b} is in Canary, with 20 % of users. Both fail.`,
    ],
    [
      'pods without a node',
      inRelease(preparing, { candidate: anArm(0, { environment: 'Pod x cannot be scheduled.' }) }),
      'Unknown EnvironmentBad: Pod x cannot be scheduled.',
    ],
    [
      'a first release, which has nothing to be compared with',
      inRelease(first, { verdict: silent }),
      `Unknown Preparing: Revision ${b} is in Preparing, with 0 % of users.`,
    ],
    [
      'a rollback',
      inRelease({ phase: 'RollingBack', ...aTrial(), hold: aHold() }, { held: [hold] }),
      `Unknown RollingBack: Revision ${b} is in RollingBack, with 0 % of users.`,
    ],
    [
      'a rejected revision',
      inRelease(rolledBack, { held: [hold] }),
      `False Held: Revision ${b} was rejected in Canary: The container crashed 2 times.`,
    ],
    [
      'a rejected revision that nobody asks for any more',
      aSituation({ held: [hold] }),
      `True Stable: Revision ${a} has all users.`,
    ],
    [
      'a pause',
      inRelease(stable, { owner: pausedOwner }),
      `Unknown Paused: Revision ${b} waits: releases are paused.`,
    ],
    [
      'a pause of a stable world',
      aSituation({ owner: pausedOwner }),
      `True Stable: Revision ${a} has all users.`,
    ],
    [
      'a world that is turned off',
      inRelease(stable, { owner: off }),
      `Unknown ScaledToZero: Revision ${b} waits: replicas is 0.`,
    ],
    ['a release that waits', inRelease(stable), `Unknown Preparing: Revision ${b} has not started yet.`],
  ])('%s', (_, situation, expected) => {
    expect(found('Released', situation)).toBe(expected);
  });
});

describe('what must be cured', () => {
  const refusal = { reason: 'Placeholder', message: 'Secret s, key k: no.' } as const;

  it('is told where it lies', () => {
    expect(found('SecretsReady', aSituation({ tokens: { source: 'Generated', refusal } }))).toBe(
      'False Placeholder: Secret s, key k: no.',
    );
    expect(found('ConfigurationValid', aSituation({ missing: 'secrets.mounts m: it is not there.' }))).toBe(
      'False ReferenceNotFound: secrets.mounts m: it is not there.',
    );
    expect(
      found(
        'CertificateReady',
        aSituation({ certificate: { state: 'Refused', refusal: { reason: 'Expired', message: 'Old.' } } }),
      ),
    ).toBe('False Expired: Old.');
  });

  it('is nothing where all is there', () => {
    expect(found('SecretsReady', aSituation({ tokens: { source: 'Adopted' } }))).toBe(
      'True Adopted: Every Secret is there, and holds no placeholders.',
    );
    expect(found('ConfigurationValid', aSituation())).toMatch(/^True Accepted/);
    expect(found('CertificateReady', aSituation())).toMatch(/^True NotConfigured/);
    expect(found('Exposed', aSituation())).toBe('True ServiceOnly: Service plaza of type ClusterIP.');
  });

  it('tells until when a certificate is valid', () => {
    const facts = {
      secretName: 'cert',
      issuer: 'CN=x',
      serialNumber: '1',
      notBefore: '',
      notAfter: '2026-09-01T00:00:00Z',
    };
    expect(found('CertificateReady', aSituation({ certificate: { state: 'ExpiresSoon', facts } }))).toBe(
      'True ExpiresSoon: Certificate cert is valid until 2026-09-01T00:00:00Z.',
    );
  });
});

describe('what the API server refused', () => {
  it('is told where it belongs', () => {
    const forbidden = { type: 'Applied', status: 'False', reason: 'Forbidden', message: 'No.' } as const;
    const taken = {
      type: 'ConfigurationValid',
      status: 'False',
      reason: 'NameTaken',
      message: 'Taken.',
    } as const;
    expect(found('Applied', aSituation({ problem: forbidden }))).toBe('False Forbidden: No.');
    expect(found('ConfigurationValid', aSituation({ problem: taken }))).toBe('False NameTaken: Taken.');
    expect(found('Applied', aSituation({ problem: taken }))).toMatch(/^True Applied/);
  });
});

describe('Held', () => {
  it('says why, what serves instead and what to do', () => {
    expect(found('Held', inRelease(rolledBack, { held: [hold] }))).toBe(
      `True ContainerCrashed: Revision ${b} is held since 2026-03-01T12:00:00.000Z: The container crashed 2 times. Serving ${a}. Change the spec, or annotate spacetime.dev/retry.`,
    );
  });

  it('speaks only of the revision that the spec asks for', () => {
    expect(found('Held', aSituation({ held: [hold] }))).toBe(`False NotHeld: Revision ${a} is not held.`);
  });
});

it('Paused says what waits', () => {
  expect(found('Paused', aSituation())).toBe('False NotPaused: Releases are not paused.');
  expect(found('Paused', aSituation({ owner: pausedOwner }))).toBe(
    'True ByUser: Releases are paused; nothing waits.',
  );
  expect(found('Paused', inRelease(stable, { owner: pausedOwner }))).toBe(
    `True ByUser: Releases are paused; revision ${b} waits.`,
  );
});
