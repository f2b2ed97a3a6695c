import { labels } from '../../operator/src/api/identity.ts';
import type { Pod } from '../../operator/src/kube/types.ts';
import { type Said, spacetime } from '../harness/cli.ts';
import { firstImage, goodImage } from '../harness/images.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { until } from '../harness/until.ts';

const minutes = 60_000;
let stage: Scenario;

beforeAll(async () => {
  stage = await scenario('cli');
  await stage.serve();
  await stage.world.apply({ ...shortSpec, image: goodImage });
  await stage.world.settled();
}, 8 * minutes);

afterAll(() => stage?.close(), 4 * minutes);

/** Types a command for the only world of the namespace. */
const typed = (...args: string[]): Promise<Said> => spacetime([...args, '-n', stage.world.namespace]);

/** Runtime pods that are not ending. */
async function runtimePods(): Promise<readonly string[]> {
  const pods = await stage.cluster.list<Pod>(`/api/v1/namespaces/${stage.world.namespace}/pods`);
  return pods
    .filter(
      ({ metadata }) => metadata.labels?.[labels.component] === 'runtime' && !metadata.deletionTimestamp,
    )
    .map(({ metadata }) => metadata.uid);
}

// One world after its second release, in the order in which a person would look and act.
describe('kubectl spacetime', () => {
  it('shows where the world stands', async () => {
    const { out, sentence } = await typed('status');
    expect(sentence).toBe('');
    expect(out).toContain(`${stage.world.namespace}/world   Stable`);
    expect(out).toMatch(/stable +2\/2 +100 %/);
  });

  it('lists both revisions, newest first', async () => {
    const { out } = await typed('history', '-o', 'json');
    expect(JSON.parse(out)).toMatchObject([
      { number: 2, state: 'Stable', image: goodImage },
      { number: 1, state: 'Retired', image: firstImage },
    ]);
  });

  it('says what differs between them', async () => {
    const { out } = await typed('diff', '1', '2');
    expect(out.split('\n').slice(1)).toEqual(['image', `  - ${firstImage}`, `  + ${goodImage}`]);
  });

  it('judges the second release once more from its record', async () => {
    const { out } = await typed('explain', '2');
    expect(out).toContain('Judged again from its record');
  });

  it('prints a kubectl command instead of acting, with --dry-run', async () => {
    const { out } = await typed('undo', '--dry-run');
    expect(out).toMatch(/^kubectl annotate st\/world .* spacetime\.dev\/undo=previous@\$\(date \+%s\)$/);
    expect((await stage.world.read())?.metadata.annotations?.['spacetime.dev/undo']).toBeUndefined();
  });

  it(
    'pauses releases, and lets them go on',
    async () => {
      const isPaused = (status: string) =>
        stage.world.until(`Paused is ${status}`, (seen) =>
          seen.status.conditions.some((one) => one.type === 'Paused' && one.status === status),
        );
      expect(await typed('pause')).toMatchObject({ sentence: '', exitCode: 0 });
      await isPaused('True');
      expect(await typed('resume')).toMatchObject({ sentence: '', exitCode: 0 });
      await isPaused('False');
    },
    4 * minutes,
  );

  it(
    'gives the stable revision new pods',
    async () => {
      const before = await runtimePods();
      expect(await typed('restart')).toMatchObject({ sentence: '', exitCode: 0 });
      await until('Every pod is another one', async () => {
        const now = await runtimePods();
        return now.length === 2 && now.every((uid) => !before.includes(uid)) ? now : undefined;
      });
    },
    4 * minutes,
  );

  it('says why the operator refuses', async () => {
    const { sentence, exitCode } = await typed('promote', '1');
    expect(exitCode).toBe(1);
    expect(sentence).toMatch(/^The operator refused promote \w+ of .*\/world: Revision \w+ is not on trial/);
  });

  it(
    'serves the revision before again, and holds the present one',
    async () => {
      const { revisions = [], stableRevision } = (await stage.world.read())?.status ?? {};
      const first = revisions.find(({ number }) => number === 1)?.name;
      expect(await typed('undo')).toMatchObject({ sentence: '', exitCode: 0 });
      const { status } = await stage.world.until(
        'the first revision has all users',
        (seen) => seen.status.stableRevision === first && seen.status.phase === 'RolledBack',
      );
      expect(status.heldRevisions).toMatchObject([{ name: stableRevision, reason: 'Undone' }]);
      expect((await typed('explain', '2')).out).toContain('Undone: ');
    },
    4 * minutes,
  );
});
