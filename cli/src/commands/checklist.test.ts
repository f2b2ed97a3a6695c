import { aSpaceTime, names, noon } from '../../test/aSpaceTime.ts';
import { type FakeApiServer, fakeApiServer } from '../../test/fakeApiServer.ts';
import { typing } from '../../test/typing.ts';
import type { SpaceTime } from '../spaceTime.ts';

let server: FakeApiServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const now = noon.toISOString();
const checklist = {
  summary: '99%',
  passed: 101,
  total: 102,
  revision: names.stable,
  lastRunTime: now,
  items: [{ check: 'docs.runbook', title: 'Runbook', result: 'ByHand' as const, since: now }],
};
const passedIs = (status: 'True' | 'False') => ({
  type: 'ChecklistPassed',
  status,
  reason: status === 'True' ? 'Complete' : 'Incomplete',
  message: '101 of 102 lines; first open: docs.runbook.',
  lastTransitionTime: now,
  observedGeneration: 3,
});

async function typed(args: readonly string[], world: SpaceTime, operator?: (world: SpaceTime) => object) {
  server = await fakeApiServer({ spacetimes: [world] }, operator);
  return typing(['checklist', ...args], server.kubeconfig);
}

it('shows where a world stands', async () => {
  const { out, exitCode } = await typed([], aSpaceTime({ checklist }));
  expect(out).toContain('101 of 102 lines (99%), of revision cccc444444');
  expect(exitCode).toBe(0);
});

it('is JSON with -o json, with every line', async () => {
  const { out } = await typed(['-o', 'json'], aSpaceTime({ checklist }));
  const said = JSON.parse(out);
  expect(said).toMatchObject({ summary: '99%', passed: 101, total: 102 });
  expect(said.lines).toContainEqual({
    check: 'docs.runbook',
    section: '9',
    title: 'Runbook created for operations team',
    stage: 'people',
    by: 'people',
    how: expect.any(String),
    result: 'ByHand',
    since: now,
  });
});

it('is a page with -o markdown', async () => {
  const { out } = await typed(['-o', 'markdown'], aSpaceTime({ checklist }));
  expect(out).toMatch(/^# Production checklist of worlds\/plaza\n/);
});

it('asks for a run with --run, and shows what it found', async () => {
  const { out, exitCode } = await typed(['--run'], aSpaceTime(), ({ metadata }) => {
    const value = metadata.annotations?.['spacetime.dev/checklist'] ?? '';
    const command = { name: 'checklist', value, time: now, result: 'Done' as const };
    return aSpaceTime({ checklist, commands: [command] });
  });
  expect(exitCode).toBe(0);
  expect(out).toContain('101 of 102 lines');
});

it('says that an operator does not answer to --run', async () => {
  const { sentence, exitCode } = await typed(['--run', '--timeout', '0'], aSpaceTime());
  expect(exitCode).toBe(1);
  expect(sentence).toContain('has no answer within 0 s; it stays asked for.');
});

it('ends with --wait as soon as the checklist is passed', async () => {
  const { exitCode } = await typed(['--wait'], aSpaceTime({ checklist, conditions: [passedIs('True')] }));
  expect(exitCode).toBe(0);
});

it('ends with 1 where it is not passed in time, shows it, and names the first open line', async () => {
  const world = aSpaceTime({ checklist, conditions: [passedIs('False')] });
  const { out, sentence, exitCode } = await typed(['--wait', '--timeout', '0'], world);
  expect({ exitCode, sentence }).toEqual({
    exitCode: 1,
    sentence:
      'The checklist of worlds/plaza is not passed after 0 s: 101 of 102 lines; first open: docs.runbook.',
  });
  expect(out).toContain('101 of 102 lines');
});
