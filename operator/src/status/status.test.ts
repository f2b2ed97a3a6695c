import { baking, canary, closed, first, stable, trials } from '../../test/aRollout.ts';
import { aSituation, inRelease, statusFor, told, wantedFor } from '../../test/aSituation.ts';
import {
  after,
  aHold,
  anArm,
  anOwner,
  aPod,
  aRecorded,
  aTrial,
  crash,
  noon,
  revisions,
  silent,
} from '../../test/builders.ts';
import { misfits } from '../../test/misfits.ts';
import { parseStatus } from '../api/status.ts';
import { recall } from '../rollout/recall.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { heldRevision } from './rollout.ts';
import type { Situation } from './situation.ts';
import { statusOf } from './status.ts';

const { a, b } = revisions;
const breach = { reason: 'ErrorRate', message: '9 of 10 requests failed.' } as const;
const held = [heldRevision(aHold())];
const all: readonly Rollout[] = [
  { phase: 'Pending' },
  first,
  stable,
  ...trials,
  ...(['EnvironmentBad', 'CandidateSilent', 'Undecided'] as const).map(closed),
  { ...canary, approval: 'Required' },
  { phase: 'Promoting', ...aTrial(), promotedBy: 'Rescue' },
  { phase: 'Stable', stable: a, breach },
  { phase: 'Comparing', stable: b, earlier: a, startedAt: noon.toISOString(), breach },
  recall({ stable: a }, b, { reason: 'Undone', message: 'A person went back.' }, noon),
  { phase: 'RollingBack', ...aTrial(), hold: aHold() },
  { phase: 'RolledBack', stable: a, hold: aHold() },
];

it.each(all)('a second look in $phase that finds nothing new says the same', (rollout) => {
  const situation = inRelease(rollout, { held });
  const before = parseStatus(JSON.parse(JSON.stringify(statusFor(situation))));
  expect(statusFor(situation, { before, now: after(5) })).toEqual(before);
});

it('a verdict whose numbers change each second is not written each second', () => {
  const situation = (framesPerSecond: number, rollout: Rollout = canary) =>
    inRelease(rollout, {
      verdict: { name: 'Hold', reason: 'FrameRate', message: `Clients draw ${framesPerSecond} frames.` },
    });
  const before = parseStatus(statusFor(situation(30)));
  expect(statusFor(situation(31), { before, now: after(14) })).toEqual(before);
  const told = (status: object) => JSON.stringify(status).includes('draw 31 frames');
  expect(told(statusFor(situation(31), { before, now: after(15) }))).toBe(true);
  const again = { ...canary, startedAt: after(9).toISOString() };
  expect(told(statusFor(situation(31, again), { before, now: after(9) }))).toBe(true);
});

it.each(all)('the status in $phase fits what the API server takes', (rollout) => {
  const status = statusFor(inRelease(rollout, { held }));
  expect(parseStatus(status)).toEqual(status);
  expect(misfits(status)).toEqual([]);
});

describe('the scale subresource', () => {
  it('counts the pods that serve users and selects no others', () => {
    expect(
      statusFor(inRelease(canary, { stable: anArm(3, { pods: 4 }), candidate: anArm(1) })),
    ).toMatchObject({
      replicas: 4,
      readyReplicas: 3,
      selector: 'app.kubernetes.io/instance=plaza,app.kubernetes.io/component=runtime',
    });
    expect(statusFor(inRelease(baking, { candidate: anArm(2) }))).toMatchObject({
      readyReplicas: 2,
      selector: `app.kubernetes.io/instance=plaza,app.kubernetes.io/component=runtime,spacetime.dev/revision=${b}`,
    });
  });
});

it('names the revisions of each role', () => {
  expect(statusFor(inRelease(canary))).toMatchObject({
    phase: 'Canary',
    desiredRevision: b,
    stableRevision: a,
    candidateRevision: b,
  });
  expect(statusFor(aSituation())).not.toHaveProperty('candidateRevision');
});

it('tells the address, with TLS where a certificate is served', () => {
  expect(statusFor(aSituation()).url).toBe('http://plaza.worlds.svc');
  const facts = {
    secretName: 'cert',
    issuer: 'CN=x',
    serialNumber: '1',
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: '2026-09-01T00:00:00Z',
  };
  const status = statusFor(aSituation({ certificate: { state: 'Valid', facts } }));
  expect([status.url, status.certificate]).toEqual(['https://plaza.worlds.svc', facts]);
});

it('tells the digest that a ready pod runs', () => {
  const { revisions } = statusFor(inRelease(canary), { pods: [aPod({ revision: b })] });
  expect(revisions.map(({ imageID }) => imageID)).toEqual(['sha256:abc', undefined]);
});

it('reconciling is what moves by itself', () => {
  const reconciling = (situation: Situation) =>
    statusFor(situation).conditions.find(({ type }) => type === 'Reconciling')?.status;
  expect(reconciling(inRelease(canary))).toBe('True');
  expect(reconciling(aSituation())).toBe('False');
  expect(reconciling(inRelease(canary, { owner: anOwner({ paused: true }) }))).toBe('False');
});

it('the largest status that there can be fits as well', () => {
  const long = 'é'.repeat(4000);
  const evidence = Array.from({ length: 50 }, (_, i) => ({
    name: `${i} ${long}`,
    stable: long,
    candidate: long,
    limit: long,
    note: long,
  }));
  const holds = Array.from({ length: 6 }, (_, i) =>
    heldRevision(aHold({ revision: `${i}`.repeat(10), message: long, evidence })),
  );
  const owner = anOwner({ revisionHistoryLimit: 15 }, { name: 'p'.repeat(40) });
  const pullFailures = Array.from({ length: 9 }, (_, i) => `${i}`.repeat(253));
  const fault = { ...crash, message: long, evidence };
  const situation: Situation = {
    ...inRelease({ phase: 'Preparing', ...aTrial({ pullFailures }) }),
    owner,
    held: holds,
    stable: anArm(100, { environment: long, fault }),
    candidate: anArm(100, { environment: long, fault }),
    verdict: { ...silent, message: long },
    tokens: { source: 'Generated', refusal: { reason: 'Placeholder', message: long } },
    certificate: { state: 'Refused', refusal: { reason: 'NotFound', message: long } },
    missing: long,
    problem: { type: 'Applied', status: 'False', reason: 'Invalid', message: long },
  };
  const records = Array.from({ length: 30 }, (_, i) =>
    aRecorded(`r${String(i).padStart(9, '0')}`, {
      number: i + 1,
      image: 'i'.repeat(512),
      changeCause: long,
      renderedBy: long,
    }),
  );
  const checks = Array.from(
    { length: 24 },
    (_, i) =>
      ({
        name: `${i}.${long}`,
        mode: 'Required',
        result: 'Failed',
        startedAt: noon.toISOString(),
        finishedAt: noon.toISOString(),
        evidence: long,
      }) as const,
  );
  const status = statusOf(situation, wantedFor(situation, { records }), {
    ...told(),
    commands: [{ name: 'retry', value: 'v'.repeat(63), time: after(0).toISOString(), result: 'Done' }],
    checks,
  });
  expect(parseStatus(status)).toEqual(status);
  expect(misfits(status)).toEqual([]);
  expect(Buffer.byteLength(JSON.stringify(status))).toBeLessThan(96 * 1024);
});
