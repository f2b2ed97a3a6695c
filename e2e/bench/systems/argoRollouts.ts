import { join } from 'node:path';
import type { KubeObject } from '../../../operator/src/kube/types.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { kubeconfig } from '../../harness/kubectl.ts';
import type { BenchDatabase } from '../database.ts';
import { startAggregator } from '../peers/aggregator.ts';
import { startController } from '../peers/controller.ts';
import { applyDefinitions } from '../peers/definitions.ts';
import { peerWorld } from '../peers/objects.ts';
import type { Peer } from '../peers/peer.ts';
import type { Place } from '../peers/place.ts';
import { goProgram } from '../peers/program.ts';
import { peerStand } from '../peers/stand.ts';
import type { Change, Standing, System } from '../system.ts';

const label = 'rollouts-pod-template-hash';
const version = 'v1.10.1';

/** What its users choose. */
interface Setting {
  readonly verdictSeconds: number;
  /** When the success rate is measured, and what is forgiven. */
  readonly metric: object;
  /** Seconds that a measurement looks back. */
  readonly window: number;
  readonly canary: object;
  readonly progress: object;
}

const analysis = {
  templates: [{ templateName: 'world' }],
  args: [{ name: 'revision', valueFrom: { podTemplateHashValue: 'Latest' } }],
};

/** Measures all the time, through steps as short as ours. */
const inBackground = {
  analysis: { ...analysis, startingStep: 1 },
  steps: [
    { setWeight: 20 },
    { pause: { duration: '20s' } },
    { setWeight: 50 },
    { pause: { duration: '20s' } },
  ],
};
const progress = { progressDeadlineSeconds: 60, progressDeadlineAbort: true };

const settings: Readonly<Record<string, Setting>> = {
  // docs/features/analysis.md, "Inline Analysis": its numbers, and the defaults of what it does not name.
  documented: {
    verdictSeconds: 600,
    metric: {},
    window: 300,
    canary: { steps: [{ setWeight: 20 }, { pause: { duration: '5m' } }, { analysis }] },
    progress: {},
  },
  // The shortest interval with no failure allowed, and a deadline that undoes.
  fastest: {
    verdictSeconds: 240,
    metric: { interval: '1s', failureLimit: 0, consecutiveErrorLimit: 0 },
    window: 5,
    canary: inBackground,
    progress,
  },
  // The fastest of which no good release of the bench is expected to be undone. Where half a per cent of all requests fail, about one
  // measurement in 30 does: one failure is more than 5 % of what a canary is asked in five seconds whenever that is less than 20 requests. Two
  // failures in ten measurements would then be found in one release of 20, four in one of some thousand. A fault of five seconds
  // that both revisions have fails up to three.
  matched: {
    verdictSeconds: 300,
    metric: { interval: '5s', failureLimit: 3, consecutiveErrorLimit: 4 },
    window: 5,
    canary: inBackground,
    progress,
  },
};

/** Argo Rollouts: a basic canary with an analysis, in each setting. */
export const argoRollouts = (cluster: Cluster, database: BenchDatabase): readonly System[] =>
  Object.entries(settings).map(([setting, chosen]) => ({
    name: 'Argo Rollouts',
    setting,
    verdictSeconds: chosen.verdictSeconds,
    stand: async (first, scenario) => {
      const namespace = `bench-argo-rollouts-${scenario.toLowerCase()}`;
      const program = await goProgram(
        'github.com/argoproj/argo-rollouts',
        version,
        './cmd/rollouts-controller',
      );
      await applyDefinitions(['-k', join(program.source, 'manifests/crds')]);
      const aggregator = await startAggregator(cluster, namespace);
      const controller = startController(namespace, program.path, [
        '--kubeconfig',
        kubeconfig(),
        '--namespaced',
        '--namespace',
        namespace,
        '--leader-elect=false',
        // Any ports that are free: several may run at once.
        '--metricsPort=0',
        '--healthzPort=0',
        '--loglevel=warn',
      ]);
      const place = { namespace, databaseURL: database.url, metricsPort: aggregator.port };
      const more = { controller, close: () => aggregator.close() };
      return peerStand(cluster, { ...peer(place, chosen), ...more }, first);
    },
  }));

function peer(place: Place, setting: Setting): Omit<Peer, 'controller' | 'close'> {
  const { namespace } = place;
  return {
    namespace,
    kinds: 'rollouts,analysisruns,analysistemplates,services,configmaps',
    watched: `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/world`,
    scaled: 'rollout/world',
    objects: (change) => objects(place, setting, change),
    standing,
    revisions: async (object) => {
      const { stableRS = '', currentPodHash = '' } = statusOf(object);
      return { stable: stableRS, trial: currentPodHash };
    },
  };
}

function objects(
  { namespace, databaseURL, metricsPort }: Place,
  setting: Setting,
  change: Change,
): readonly object[] {
  const { configMap, secret, selector, template } = peerWorld(namespace, label, change, databaseURL);
  const metadata = { name: 'world', namespace };
  return [
    configMap,
    secret,
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: 'world' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AnalysisTemplate',
      metadata,
      spec: {
        args: [{ name: 'revision' }],
        metrics: [
          {
            name: 'success',
            ...setting.metric,
            successCondition: 'result.rate >= 0.95',
            provider: {
              web: {
                url: `http://127.0.0.1:${metricsPort}/?label=${label}&revision={{args.revision}}&seconds=${setting.window}`,
                jsonPath: '{$}',
              },
            },
          },
        ],
      },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata,
      spec: {
        replicas: 5,
        ...setting.progress,
        selector,
        template,
        strategy: {
          canary: { maxSurge: 1, maxUnavailable: 0, ...setting.canary },
        },
      },
    },
  ];
}

interface RolloutStatus {
  readonly observedGeneration?: string;
  readonly phase?: string;
  readonly message?: string;
  readonly abort?: boolean;
  readonly stableRS?: string;
  readonly currentPodHash?: string;
  readonly updatedReplicas?: number;
  readonly availableReplicas?: number;
  readonly currentStepIndex?: number;
}

const statusOf = (object: KubeObject): RolloutStatus =>
  (object as KubeObject & { status?: RolloutStatus }).status ?? {};

function standing(object: KubeObject): { at: Standing; reason: string } | undefined {
  const status = statusOf(object);
  const { phase = '', message = '', abort, stableRS, currentPodHash } = status;
  if (status.observedGeneration !== String(object.metadata.generation)) return undefined;
  const reason = message.slice(0, 120) || phase;
  // One that only made no progress is also called Degraded, and is left as it is.
  if (abort) return { at: 'Undone', reason };
  if (phase === 'Healthy' && stableRS === currentPodHash) return { at: 'Settled', reason };
  return { at: (status.currentStepIndex ?? 0) > 0 ? 'Canary' : 'Starting', reason };
}
