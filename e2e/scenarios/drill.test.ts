import { drillFaults } from '../../operator/src/api/status/drill.ts';
import type { SpaceTimeStatus } from '../../operator/src/api/status.ts';
import { isFailed } from '../harness/answer.ts';
import { spacetime } from '../harness/cli.ts';
import { goodImage } from '../harness/images.ts';
import type { Load } from '../harness/load.ts';
import { difference, objectsIn } from '../harness/objects.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { calm } from '../harness/ship.ts';
import { summary } from '../harness/summary.ts';
import { until } from '../harness/until.ts';

const minutes = 60_000;
let stage: Scenario;
let load: Load;

beforeAll(async () => {
  stage = await scenario('drill');
  await stage.serve();
  load = await stage.users();
}, 5 * minutes);

afterAll(() => stage?.close(), 3 * minutes);

/** What a person typed, for the only world of the namespace. */
const drill = (...args: string[]) => spacetime(['drill', ...args, '-n', stage.world.namespace]);

async function statusNow(): Promise<SpaceTimeStatus> {
  const status = (await stage.world.read())?.status;
  if (!status) throw new Error('The world has no status.');
  return status;
}

/** Where the world stands, as people and programs read it. */
const standing = ({ phase, stableRevision, candidateRevision, heldRevisions, conditions }: SpaceTimeStatus) =>
  JSON.stringify({
    ...{ phase, stableRevision, candidateRevision, heldRevisions },
    ready: conditions.find(({ type }) => type === 'Ready')?.status,
  });

/** Every standing that is seen until `ends` is there. */
async function standings(ends: Promise<unknown>): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  let isOver = false;
  void ends.finally(() => {
    isOver = true;
  });
  await until('The drill ends', async () => {
    seen.add(standing(await statusNow()));
    return isOver ? true : undefined;
  });
  return seen;
}

const answerTo = ({ commands }: SpaceTimeStatus) => commands.find(({ name }) => name === 'drill');

// One world under steady users; each drill finds what the one before has left.
describe('a drill under steady users', () => {
  it.each(drillFaults)(
    '%s is undone, and no user, no object and no word of the status has changed',
    async (fault) => {
      const { cluster, world } = stage;
      const objects = await calm(cluster, world);
      const before = await statusNow();
      const from = Date.now();
      const said = drill(fault);
      expect([...(await standings(said))]).toEqual([standing(before)]);
      const { out, sentence, exitCode } = await said;
      expect({ sentence, exitCode }).toEqual({ sentence: '', exitCode: 0 });
      expect(out).toMatch(new RegExp(`The drill ${fault} was undone after \\d+ s: [A-Za-z]+\\.$`));
      await until('The world is what it was', async () => {
        const { changed, gone, added } = difference(objects, await objectsIn(cluster, world.namespace));
        const differing = [...changed, ...gone, ...added];
        if (differing.length > 0) throw new Error(`these differ: ${differing.join(', ')}`);
        return true;
      });
      const to = Date.now();
      expect(load.answers.filter((one) => one.at >= from && one.at < to && isFailed(one))).toEqual([]);
      expect(Object.keys(summary(load.answers, { from, to }).byRevision)).toEqual([before.stableRevision]);
      expect((await statusNow()).revisions.map(({ name }) => name)).toEqual(
        before.revisions.map(({ name }) => name),
      );
    },
    5 * minutes,
  );

  it(
    'ends when a release begins, which gets all users',
    async () => {
      const { world } = stage;
      expect(await drill('MissingImage', '--no-wait')).toMatchObject({ sentence: '', exitCode: 0 });
      const { status } = await world.until('the drill has begun', (seen) => seen.status.drill !== undefined);
      const name = status.drill?.revision;
      await world.apply({ ...shortSpec, image: goodImage });
      const after = await world.released();
      expect(answerTo(after.status)).toMatchObject({
        result: 'Refused',
        message: expect.stringContaining('has shown nothing'),
      });
      const { byRevision, failed } = summary(load.answers, { from: 0, to: Date.now() });
      expect(failed).toBe(0);
      expect(byRevision[name ?? '']).toBeUndefined();
    },
    5 * minutes,
  );

  it(
    'is refused while releases are paused',
    async () => {
      const { world } = stage;
      await world.apply({ ...shortSpec, image: goodImage, paused: true });
      const { sentence, exitCode } = await drill('NeverReady');
      expect(exitCode).toBe(1);
      expect(sentence).toContain('Releases are paused.');
    },
    4 * minutes,
  );
});
