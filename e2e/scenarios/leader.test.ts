import { auditedSince, auditPosition, writersInTurn } from '../harness/audit.ts';
import { faultyImage } from '../harness/images.ts';
import { leader, operatorPods } from '../harness/operator.ts';
import { processOf } from '../harness/process.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { until } from '../harness/until.ts';
import { holdOf } from '../harness/world.ts';

const minutes = 60_000;
let stage: Scenario;
let stopped: number | undefined;

beforeAll(async () => {
  stage = await scenario('leader', ['answers500']);
  await stage.serve();
  await stage.users();
}, 5 * minutes);

afterAll(async () => {
  goOn();
  await stage?.close();
}, 3 * minutes);

/** Lets the stopped leader go on, if there is one. */
function goOn(): void {
  if (stopped !== undefined) process.kill(stopped, 'SIGCONT');
  stopped = undefined;
}

const restartsOf = async (uid: string): Promise<number | undefined> =>
  (await operatorPods(stage.cluster)).find(({ metadata }) => metadata.uid === uid)?.status
    ?.containerStatuses?.[0]?.restartCount;

/** Who wrote is read from the API server's audit log, which names the pod of each request. */
it(
  'a leader that is stopped through a rollback and goes on afterwards writes nothing: there is one writer throughout',
  async () => {
    const { cluster, world } = stage;
    const { pod: first } = await until('A leader is there', () => leader(cluster));
    const restarts = await restartsOf(first.metadata.uid);
    const position = await auditPosition();
    await world.apply({ ...shortSpec, image: faultyImage('answers500') });
    await world.until('the release is checked', ({ status }) => status.phase === 'Checking');
    stopped = await processOf(first.metadata.uid);
    process.kill(stopped, 'SIGSTOP');

    const { status } = await world.until('it is undone', ({ status }) => status.phase === 'RolledBack');
    expect(holdOf(status)?.reason).toBe('ErrorRateWorse');
    const { pod: second } = await until('Another leads', () => leader(cluster));
    expect(second.metadata.name).not.toBe(first.metadata.name);

    goOn();
    // It finds that its lease is lost, and begins anew.
    await until('The old leader ends', async () =>
      (await restartsOf(first.metadata.uid)) === restarts ? undefined : true,
    );
    const writers = writersInTurn(await auditedSince(position));
    expect(writers).toEqual([first.metadata.name, second.metadata.name]);
  },
  8 * minutes,
);
