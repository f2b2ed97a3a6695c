import { inRelease, statusFor } from '../../test/aSituation.ts';
import { after, aHold, aTrial, noon, revisions } from '../../test/builders.ts';
import type { KubeObject } from '../kube/types.ts';
import { heldRevision } from '../status/rollout.ts';
import { registry } from './metrics.ts';
import { releaseMetrics } from './releaseMetrics.ts';
import { labelledWorlds } from './worldLabels.ts';

const plaza = { namespace: 'worlds', name: 'plaza' };
const baking = statusFor(inRelease({ ...aTrial(), phase: 'Baking' }));
const rollingBack = statusFor(
  inRelease({ ...aTrial(), phase: 'RollingBack', hold: aHold() }, { held: [heldRevision(aHold())] }),
);
const rolledBack = statusFor(
  inRelease({ phase: 'RolledBack', stable: revisions.a, hold: aHold() }, { held: [heldRevision(aHold())] }),
);
const aService = { kind: 'Service', metadata: plaza } as unknown as KubeObject;
const of = 'namespace="worlds",name="plaza"';

afterEach(() => registry.resetMetrics());

/** The lines of metrics that begin with `spacetime_operator_` and this. */
const linesOf = async (name: string) =>
  (await registry.metrics()).split('\n').filter((line) => line.startsWith(`spacetime_operator_${name}`));

it('a rollback is counted by its reason, and how long users waited for it', async () => {
  const metrics = releaseMetrics(() => after(0.2));
  metrics.recorded(plaza, baking, rollingBack);
  metrics.applied({ ...aService, metadata: { ...aService.metadata, name: 'other' } });
  metrics.applied(aService);
  metrics.applied(aService);
  metrics.recorded(plaza, rollingBack, rolledBack);
  expect(await linesOf('rollbacks_total')).toEqual([
    `spacetime_operator_rollbacks_total{${of},reason="ContainerCrashed"} 1`,
  ]);
  expect(await linesOf('releases_total')).toEqual([
    `spacetime_operator_releases_total{${of},result="RolledBack"} 1`,
  ]);
  expect(await linesOf('held_revisions')).toEqual([`spacetime_operator_held_revisions{${of}} 1`]);
  expect(await linesOf('restore_seconds_count')).toEqual(['spacetime_operator_restore_seconds_count 1']);
  expect(await linesOf('restore_seconds_sum')).toEqual(['spacetime_operator_restore_seconds_sum 0.2']);
});

it('checks that users name as they like are counted together', async () => {
  const checked = (...names: string[]) => ({
    ...baking,
    release: baking.release && {
      ...baking.release,
      checks: names.map((name) => ({ name, mode: 'Required', result: 'Passed' }) as const),
    },
  });
  releaseMetrics(() => noon).recorded(plaza, checked(), checked('smoke.status', 'load', 'mine', 'yours'));
  expect(await linesOf('checks_total')).toEqual([
    'spacetime_operator_checks_total{check="smoke",result="Passed"} 1',
    'spacetime_operator_checks_total{check="load",result="Passed"} 1',
    'spacetime_operator_checks_total{check="custom",result="Passed"} 2',
  ]);
});

it('drills are counted by what they came to, and one that was interrupted is not', async () => {
  const metrics = releaseMetrics(() => noon);
  for (const reason of [
    'DrillStarted',
    'DrillPassed',
    'DrillFailed',
    'DrillPassed',
    'CommandRefused',
  ] as const)
    metrics.announced(plaza, reason);
  expect(await linesOf('drills_total')).toEqual([
    `spacetime_operator_drills_total{${of},result="Passed"} 2`,
    `spacetime_operator_drills_total{${of},result="Failed"} 1`,
  ]);
});

it('a SpaceTime that is gone leaves no series behind', async () => {
  const metrics = releaseMetrics(() => noon);
  metrics.recorded(plaza, baking, rollingBack);
  await metrics.gone(plaza);
  expect([...(await linesOf('rollbacks_total')), ...(await linesOf('held_revisions'))]).toEqual([]);
});

it('SpaceTimes for which there is no room share one series without a name', () => {
  const worlds = labelledWorlds(1);
  const lobby = { namespace: 'worlds', name: 'lobby' };
  expect(worlds.labels(plaza)).toEqual(plaza);
  expect(worlds.labels(lobby)).toEqual({ namespace: '', name: '' });
  expect(worlds.release(lobby)).toBeUndefined();
  expect(worlds.release(plaza)).toEqual(plaza);
  expect(worlds.labels(lobby)).toEqual(lobby);
});
