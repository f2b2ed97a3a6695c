import { faultyImage, goodImage } from '../harness/images.ts';
import { kubectl } from '../harness/kubectl.ts';
import { type Scenario, scenario, shortSpec } from '../harness/scenario.ts';
import { holdOf } from '../harness/world.ts';

const minutes = 60_000;
/** The load check has scenarios of its own. */
const checks = { load: { mode: 'Disabled' }, browser: { mode: 'Required', timeoutSeconds: 120 } };
const checked = (image: string) => ({ ...shortSpec, image, rollout: { ...shortSpec.rollout, checks } });
let stage: Scenario;

beforeAll(async () => {
  stage = await scenario('browser', ['failsThePage']);
  const { namespace } = stage.world;
  await kubectl(['label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted']);
  await stage.serve();
}, 6 * minutes);

afterAll(() => stage?.close(), 3 * minutes);

/** What is told of the check, once the release of this image has ended. */
async function shipped(image: string) {
  await stage.world.apply(checked(image));
  const { status } = await stage.world.settled(300);
  return { status, told: status.release?.checks.find(({ name }) => name === 'browser') };
}

// One world and one story: the second release is held by what the first one passes.
describe('the browser check of a release', () => {
  it(
    'lets one on whose scene is drawn and whose VR is entered, and tells how many frames it drew',
    async () => {
      const { status, told } = await shipped(goodImage);
      expect(told).toMatchObject({
        mode: 'Required',
        result: 'Passed',
        evidence: expect.stringMatching(/^\w+ drawn, VR entered, \d+ frames a second over 5 s$/),
      });
      expect(status).toMatchObject({ phase: 'Stable', stableRevision: status.desiredRevision });
    },
    6 * minutes,
  );

  it(
    "holds one whose page fails for browsers alone, in the browser's words and before any user comes",
    async () => {
      const { status, told } = await shipped(faultyImage('failsThePage'));
      const words = expect.stringContaining('status of 500 (Internal Server Error) at /');
      expect(told).toMatchObject({ result: 'Failed', evidence: words });
      expect(status.release?.checks).toContainEqual(
        expect.objectContaining({ name: 'smoke.page', result: 'Passed' }),
      );
      expect(holdOf(status)).toMatchObject({
        reason: 'BrowserFailed',
        phase: 'Checking',
        message: words,
        evidence: [expect.objectContaining({ name: 'browser', note: words })],
      });
    },
    6 * minutes,
  );
});
