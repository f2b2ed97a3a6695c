import type { Checklist } from '../../operator/src/api/status/checklist.ts';
import { spacetime } from '../harness/cli.ts';
import { goodImage } from '../harness/images.ts';
import { difference, objectsIn } from '../harness/objects.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { until } from '../harness/until.ts';
import { holdOf } from '../harness/world.ts';

const minutes = 60_000;
let stage: Scenario;

beforeAll(async () => {
  stage = await scenario('readiness');
  await stage.serve();
}, 6 * minutes);

afterAll(() => stage?.close(), 3 * minutes);

async function checklistNow(): Promise<Checklist> {
  const checklist = (await stage.world.read())?.status?.checklist;
  if (!checklist) throw new Error('The checklist has not run.');
  return checklist;
}

const resultOf = ({ items }: Checklist, check: string) => items.find((item) => item.check === check)?.result;

describe('the production checklist', () => {
  it('is answered by the checks of the first release', async () => {
    const checklist = await checklistNow();
    for (const check of ['routers.job-submit', 'security.limit-429', 'metrics.fps', 'kubernetes.services'])
      expect([check, resultOf(checklist, check)]).toEqual([check, 'Passed']);
    expect(resultOf(checklist, 'secrets.tls')).toBe('Failed');
    expect(resultOf(checklist, 'docs.runbook')).toBe('ByHand');
  });

  it(
    'runs when a person asks for it, beside the world, and leaves nothing behind',
    async () => {
      const { cluster, world } = stage;
      const before = await until('The checks of the release are gone', async () => {
        const objects = await objectsIn(cluster, world.namespace);
        return [...objects.keys()].some((name) => /^(jobs|pods|secrets)\/.*-check/.test(name))
          ? undefined
          : objects;
      });
      const first = await checklistNow();
      const { out, sentence, exitCode } = await spacetime(['checklist', '--run', '-n', world.namespace]);
      expect({ sentence, exitCode }).toEqual({ sentence: '', exitCode: 0 });
      expect(out).toMatch(/✓ +Webhooks can be registered/);
      expect((await checklistNow()).lastRunTime).not.toBe(first.lastRunTime);
      await until('Nothing of the run is left', async () => {
        const { changed, gone, added } = difference(before, await objectsIn(cluster, world.namespace));
        const left = [...changed, ...gone, ...added];
        if (left.length > 0) throw new Error(left.join(', '));
        return true;
      });
    },
    6 * minutes,
  );

  it(
    'keeps a release from its users that does not have enough of it',
    async () => {
      await stage.world.apply({ ...shortSpec, image: goodImage, checklist: { requiredPercent: 100 } });
      const { status } = await stage.world.settled(300);
      expect(holdOf(status)).toMatchObject({ reason: 'ChecklistBelowRequired', phase: 'Checking' });
      expect(holdOf(status)?.evidence).toContainEqual(
        expect.objectContaining({ name: 'secrets.tls', candidate: 'Failed' }),
      );
    },
    6 * minutes,
  );
});
