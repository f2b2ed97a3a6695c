import { canary as onCanary, stable } from '../../test/aRollout.ts';
import { inRelease, statusFor } from '../../test/aSituation.ts';
import { aHold, noon, revisions } from '../../test/builders.ts';
import { heldRevision } from '../status/rollout.ts';
import { registry } from './metrics.ts';
import { worldMetrics } from './worldMetrics.ts';

const plaza = { namespace: 'worlds', name: 'plaza' };
const lobby = { namespace: 'worlds', name: 'lobby' };
const metrics = worldMetrics(() => noon, 1);
const canary = statusFor(inRelease(onCanary));
const rolledBack = statusFor(
  inRelease(
    { phase: 'RolledBack', stable: revisions.a, hold: aHold() },
    {
      held: [
        heldRevision(aHold({ revision: 'older', since: '2026-01-01T00:00:00Z' })),
        heldRevision(aHold()),
      ],
    },
  ),
);
afterEach(() => {
  for (const key of [plaza, lobby]) metrics.gone(key);
});

/** The series of a metric, as the page of metrics has them. */
const seriesOf = async (name: string) =>
  (await registry.metrics()).split('\n').filter((line) => line.startsWith(`spacetime_operator_${name}`));

it('where a world stands is one series, which moves with it', async () => {
  metrics.recorded(plaza, canary);
  metrics.recorded(plaza, rolledBack);
  expect(await seriesOf('world_info')).toEqual([
    'spacetime_operator_world_info{namespace="worlds",name="plaza",phase="RolledBack",stable="bbbbbbbbbb",candidate=""} 1',
  ]);
});

it('a condition is one series, with its reason', async () => {
  metrics.recorded(plaza, rolledBack);
  expect(await seriesOf('condition')).toContain(
    'spacetime_operator_condition{namespace="worlds",name="plaza",type="Held",status="True",reason="ContainerCrashed"} 1',
  );
  expect(await seriesOf('condition')).toHaveLength(rolledBack.conditions.length);
});

it('of what was rolled back the last is told', async () => {
  metrics.recorded(plaza, rolledBack);
  expect(await seriesOf('rolled_back')).toEqual([
    `spacetime_operator_rolled_back_timestamp_seconds{namespace="worlds",name="plaza",revision="cccccccccc",reason="ContainerCrashed"} ${noon.getTime() / 1000}`,
  ]);
});

it('a world for which there is no room is counted, and gets it when another has gone', async () => {
  metrics.recorded(plaza, canary);
  metrics.recorded(lobby, canary);
  expect(await registry.metrics()).toContain('spacetime_operator_worlds_without_series 1');
  expect(await seriesOf('looked')).toHaveLength(1);
  metrics.gone(plaza);
  metrics.recorded(lobby, canary);
  expect(await registry.metrics()).toContain('spacetime_operator_worlds_without_series 0');
  expect(await seriesOf('looked')).toEqual([expect.stringContaining('name="lobby"')]);
});

it('a world that is gone leaves no series', async () => {
  metrics.recorded(plaza, statusFor(inRelease(stable)));
  metrics.gone(plaza);
  expect(await seriesOf('condition')).toEqual([]);
});
