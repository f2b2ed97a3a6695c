import { aFinding, aJob, aReport, goodReport, hasEnded } from '../../test/aCheck.ts';
import { checking, preparing, stable } from '../../test/aRollout.ts';
import { after, aHold, anOwner, aRecorded, aTrial, revisions } from '../../test/builders.ts';
import { checkAnnotations } from '../api/identity.ts';
import type { KubeObject } from '../kube/types.ts';
import { checkRows } from '../rollout/checks.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { heldRevision } from '../status/rollout.ts';
import { type CheckNeeds, wantedChecks } from './checks.ts';

const { b } = revisions;
const journeys = { custom: ['one', 'two'].map((name) => ({ name, image: `${name}:1` })) };
const rowsAfter = (report: string, checks: object = {}) =>
  checkRows(anOwner({ rollout: { checks } }).spec.rollout.checks, aFinding({ run: hasEnded(report) }));

function needs(checks: object = {}, more: Partial<CheckNeeds> = {}): CheckNeeds {
  return {
    owner: anOwner({ rollout: { checks } }),
    rollout: checking,
    records: [aRecorded(b)],
    held: [],
    children: [],
    rows: [],
    mayStart: true,
    images: { program: 'operator:1' },
    token: 'secret',
    ...more,
  };
}
const made = (checks?: object, more?: Partial<CheckNeeds>) =>
  wantedChecks(needs(checks, more)).create.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const job = aJob();
const secret: KubeObject = { ...job, kind: 'Secret' };
const ofOther = aJob({ annotations: { [checkAnnotations.trial]: after(-60).toISOString() } });

describe('what is made', () => {
  it('is the Secret, then the Job', () => {
    expect(made()).toEqual([`Secret plaza-${b}-check`, `Job plaza-${b}-check`]);
  });

  it.each<[string, object, Partial<CheckNeeds>]>([
    ['before the operator has asked its own questions', {}, { mayStart: false }],
    ['in another phase', {}, { rollout: preparing }],
    ['without an image that has the program', {}, { images: undefined as never }],
    ['when the spec disables all of it', { smoke: { mode: 'Disabled' }, load: { mode: 'Disabled' } }, {}],
    ['when it is there already', {}, { children: [job, secret] }],
    ['when it has told its result, although it is gone', {}, { rows: rowsAfter(goodReport()) }],
    ['while one of another trial has its name', {}, { children: [ofOther, secret] }],
  ])('is nothing %s', (_, checks, more) => {
    expect(made(checks, more)).toEqual([]);
  });

  it('are the checks of the user when the others are over, each in a place of its own', () => {
    expect(made(journeys)).toEqual([`Secret plaza-${b}-check`, `Job plaza-${b}-check`]);
    const rows = rowsAfter(goodReport(), journeys);
    expect(made(journeys, { rows })).toEqual([`Job plaza-${b}-check-1`, `Job plaza-${b}-check-2`]);
    const annotations = { ...job.metadata.annotations, [checkAnnotations.custom]: 'one' };
    const first = aJob({ name: `plaza-${b}-check-1`, annotations });
    expect(made(journeys, { rows, children: [first] })).toEqual([`Job plaza-${b}-check-2`]);
  });

  it('are the checks of the user although a group was skipped', () => {
    const skipped = { name: 'load', result: 'Skipped', evidence: 'The HTTP API is off.' } as const;
    const rows = rowsAfter(aReport({ name: 'smoke.status' }, skipped), journeys);
    expect(made(journeys, { rows })).toEqual([`Job plaza-${b}-check-1`, `Job plaza-${b}-check-2`]);
  });

  it('are the checks of the user at once where the operator has no program', () => {
    expect(made(journeys, { images: undefined as never })).toHaveLength(2);
  });
});

describe('what stays', () => {
  const kept = (rollout: Rollout, held: CheckNeeds['held'] = []) =>
    wantedChecks(needs({}, { rollout, held, children: [job, secret, ofOther] })).keep;
  const held = (reason: 'LoadFailed' | 'ErrorRateWorse') => [heldRevision(aHold({ reason }))];
  const rollingBack: Rollout = { phase: 'RollingBack', ...aTrial(), hold: aHold({ reason: 'LoadFailed' }) };

  it('while it is checked is all that was made for this trial', () => {
    expect(kept(checking)).toEqual([job, secret]);
  });

  it('of a revision that a check has held are its Jobs, whose logs are evidence', () => {
    expect(kept(rollingBack, held('LoadFailed'))).toEqual([job, ofOther]);
    expect(kept(stable, held('LoadFailed'))).toEqual([job, ofOther]);
  });

  it('is nothing of a revision that passed, or was held for something else, or when the next release begins', () => {
    expect(kept(stable)).toEqual([]);
    expect(kept(stable, held('ErrorRateWorse'))).toEqual([]);
    expect(kept(preparing, held('LoadFailed'))).toEqual([]);
  });
});
