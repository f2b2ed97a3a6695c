import { type Answer, isFailed } from '../harness/answer.ts';
import { faultyImage, goodImage, missingImage } from '../harness/images.ts';
import { kubectl } from '../harness/kubectl.ts';
import type { Load } from '../harness/load.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { type Shipped, ship } from '../harness/ship.ts';
import { summary } from '../harness/summary.ts';
import { holdOf } from '../harness/world.ts';

const minutes = 60_000;
const goodSpec = { ...shortSpec, image: goodImage };
let stage: Scenario;
let load: Load;

beforeAll(async () => {
  stage = await scenario('releases', ['answers500', 'crashesSoon']);
  await stage.serve();
  load = await stage.users();
}, 5 * minutes);

afterAll(() => stage?.close(), 3 * minutes);

interface Seen extends Shipped {
  readonly failed: readonly Answer[];
  readonly served: number;
}

/** Ships a spec on top of what users have; requests that were due while it ran are its own. */
async function shipped(spec: object): Promise<Seen> {
  const result = await ship(spec, { ...stage, goodSpec, say: () => undefined });
  const during = load.answers.filter(({ at }) => at >= result.from && at <= result.to);
  const { byRevision } = summary(load.answers, result);
  return { ...result, failed: during.filter(isFailed), served: byRevision[result.revision] ?? 0 };
}

const notes = [expect.stringContaining('byte-identical'), expect.stringContaining('it changed nothing')];
const undone = { verdict: 'Undone', notes };

// One world and one story: each release finds what the one before has left.
describe('a release under steady users', () => {
  it(
    'that is good gets all users and loses no request',
    async () => {
      const { verdict, failed, served } = await shipped(goodSpec);
      expect({ verdict, failed }).toEqual({ verdict: 'Released', failed: [] });
      expect(served).toBeGreaterThan(0);
    },
    5 * minutes,
  );

  it(
    'that answers 500 to users is undone, and users have the good one again',
    async () => {
      const result = await shipped({ ...goodSpec, image: faultyImage('answers500') });
      expect(result).toMatchObject({ ...undone, reason: 'ErrorRateWorse' });
      const last = load.answers.at(-1);
      expect(last && isFailed(last)).toBe(false);
    },
    5 * minutes,
  );

  it(
    'that crashes is undone before any user reaches it',
    async () => {
      const result = await shipped({ ...goodSpec, image: faultyImage('crashesSoon') });
      expect(result).toMatchObject({ ...undone, reason: 'ContainerCrashed', failed: [], served: 0 });
    },
    5 * minutes,
  );

  it(
    'whose image does not exist is undone before any user reaches it',
    async () => {
      const result = await shipped({ ...goodSpec, image: missingImage });
      expect(result).toMatchObject({ ...undone, reason: 'ImagePullFailed', failed: [], served: 0 });
    },
    5 * minutes,
  );

  it(
    'whose configuration is refused is undone, and every object is byte-identical to before',
    async () => {
      const whitelist = { production: ['res://vr_main.tscn', 'res://not_there.tscn'] };
      const result = await shipped({ ...goodSpec, scenes: { whitelist } });
      expect(result).toMatchObject({ ...undone, reason: 'ConfigurationRefused', failed: [], served: 0 });
      expect(result.message).toContain('res://not_there.tscn');
    },
    5 * minutes,
  );

  it(
    'that is held starts again when its user says so, and only then',
    async () => {
      const { world } = stage;
      await world.apply({ ...goodSpec, image: missingImage });
      const held = await world.until('it is held', ({ status }) => holdOf(status) !== undefined);
      const since = holdOf(held.status)?.since;
      await kubectl([
        ...['annotate', 'spacetime', world.name, '--namespace', world.namespace],
        'spacetime.dev/retry=once',
      ]);
      const again = await world.until('it is tried and held again', ({ status }) => {
        const hold = holdOf(status);
        return status.phase === 'RolledBack' && hold !== undefined && hold.since !== since;
      });
      expect(holdOf(again.status)?.reason).toBe('ImagePullFailed');
      expect(again.status.commands).toContainEqual(expect.objectContaining({ name: 'retry', value: 'once' }));
    },
    5 * minutes,
  );
});
