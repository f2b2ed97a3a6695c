import { checkAnnotations } from '../api/identity.ts';
import type { Container, Job, PodTemplate, Secret } from '../kube/types.ts';
import { programSeconds } from '../rollout/checkGate.ts';
import type { CheckPolicy, CustomCheck } from '../rollout/checks.ts';
import { checkPod, previewEnvironment, previewToken } from './checkPod.ts';
import { checkVolumes, checkWorld, checkWorldUrl } from './checkWorld.ts';
import { checkMetadata, checkName } from './metadata.ts';
import type { Owner } from './owner.ts';
import type { Recorded } from './recorded.ts';

/** Which trial is checked. */
export interface CheckedTrial {
  readonly candidate: string;
  /** RFC 3339. */
  readonly startedAt: string;
}

/** Images with the check program. */
export interface CheckImages {
  readonly program: string;
  /** The same with a browser; absent where the operator was given none. */
  readonly browser?: string;
}

/** Tries of the check program after one that could not run. */
const retries = 2;
/** Seconds for pulling the images. */
const pullSeconds = 120;

const small = {
  requests: { cpu: '100m', memory: '96Mi', 'ephemeral-storage': '16Mi' },
  limits: { cpu: '1', memory: '384Mi', 'ephemeral-storage': '64Mi' },
};
/** With a browser, which draws by processor alone. */
const large = {
  requests: { cpu: '500m', memory: '512Mi', 'ephemeral-storage': '64Mi' },
  limits: { cpu: '2', memory: '2Gi', 'ephemeral-storage': '1Gi' },
};

/** The Secret of the check: the token of its world, which was drawn for it alone and opens nothing else. */
export const checkSecret = (
  owner: Owner,
  trial: CheckedTrial,
  token: string,
  name = checkName(owner, trial.candidate),
): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: checkMetadata(owner, name, trial),
  type: 'Opaque',
  immutable: true,
  data: { API_TOKEN: btoa(token) },
});

/**
 * The Job of the operator's own checks: their program beside a world of its own, with a browser where one is asked for and
 * there is one. Undefined without a container to check.
 */
export function checkJob(
  owner: Owner,
  trial: CheckedTrial,
  {
    recorded,
    images,
    name = checkName(owner, trial.candidate),
  }: { readonly recorded: Recorded; readonly images: CheckImages; readonly name?: string },
): Job | undefined {
  const world = checkWorld(recorded);
  if (!world) return undefined;
  const { checks } = owner.spec.rollout;
  const { custom: _custom, ...spec } = checks;
  const template = checkPod(owner, {
    revision: trial.candidate,
    program: { command: ['node', 'checks.js'], ...programFor(checks, images) },
    env: {
      // Where a browser keeps its profile.
      HOME: '/tmp',
      ...previewEnvironment(owner, trial.candidate),
      CHECK_WORLD_URL: checkWorldUrl(world),
      CHECK_SPEC: JSON.stringify(spec),
    },
    tokens: [{ secret: { name, items: [{ key: 'API_TOKEN', path: 'API_TOKEN' }] } }, previewToken(owner)],
    seconds: owner.spec.probes.startup.timeoutSeconds + programSeconds(checks) + pullSeconds,
    worlds: [world],
    volumes: checkVolumes(recorded, name),
  });
  return job(checkMetadata(owner, name, trial), template, retries);
}

/** A browser is a large image and much memory, so who asks for none gets none. */
const programFor = ({ browser }: CheckPolicy, images: CheckImages): Pick<Container, 'image' | 'resources'> =>
  browser.mode !== 'Disabled' && images.browser
    ? { image: images.browser, resources: large }
    : { image: images.program, resources: small };

/** The Job of a check of the user's own. `slot` tells the Jobs of one revision apart: names of checks are too long for it. */
export function customCheckJob(owner: Owner, trial: CheckedTrial, custom: CustomCheck, slot: number): Job {
  const metadata = checkMetadata(owner, `${checkName(owner, trial.candidate)}-${slot}`, trial);
  const template = checkPod(owner, {
    revision: trial.candidate,
    program: {
      image: custom.image,
      args: [...custom.args],
      resources: {
        requests: { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '16Mi' },
        limits: { cpu: '1', memory: '512Mi', 'ephemeral-storage': '256Mi' },
      },
      // Without a message of its own, the end of its log is what there is to tell.
      terminationMessagePolicy: 'FallbackToLogsOnError',
    },
    env: previewEnvironment(owner, trial.candidate),
    tokens: [previewToken(owner)],
    seconds: custom.timeoutSeconds + pullSeconds,
  });
  const annotations = { ...metadata.annotations, [checkAnnotations.custom]: custom.name };
  return job({ ...metadata, annotations }, template, 0);
}

const job = (metadata: Job['metadata'], template: PodTemplate, backoffLimit: number): Job => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata,
  spec: {
    backoffLimit,
    // A pod that the cluster takes away was no try.
    podFailurePolicy: {
      rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
    },
    template,
  },
});
