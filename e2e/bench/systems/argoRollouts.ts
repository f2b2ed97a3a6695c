import { join } from 'node:path';
import type { KubeObject } from '../../../operator/src/kube/types.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { kubeconfig } from '../../harness/kubectl.ts';
import type { BenchDatabase } from '../database.ts';
import { type Aggregator, startAggregator } from '../peers/aggregator.ts';
import { startController } from '../peers/controller.ts';
import { applyDefinitions } from '../peers/definitions.ts';
import { peerWorld } from '../peers/objects.ts';
import { goProgram } from '../peers/program.ts';
import { type Peer, peerStand } from '../peers/stand.ts';
import type { Change, Standing, System } from '../system.ts';

const namespace = 'bench-argo-rollouts';
const label = 'rollouts-pod-template-hash';
const version = 'v1.10.1';

/** What its users choose. */
interface Setting {
  readonly verdictSeconds: number;
  readonly interval: string;
  readonly failureLimit: number;
  readonly consecutiveErrorLimit: number;
  readonly pause: string;
  readonly weights: readonly number[];
  readonly window: number;
  readonly progress: object;
}

const settings: Readonly<Record<string, Setting>> = {
  // docs/features/analysis.md, "Background Analysis": its numbers, and the defaults of what it does not name.
  documented: {
    verdictSeconds: 3600,
    interval: '5m',
    failureLimit: 3,
    consecutiveErrorLimit: 4,
    pause: '10m',
    weights: [20, 40, 60, 80],
    window: 300,
    progress: {},
  },
  // The shortest interval with no failure allowed, and a deadline that undoes.
  fastest: {
    verdictSeconds: 240,
    interval: '1s',
    failureLimit: 0,
    consecutiveErrorLimit: 0,
    pause: '20s',
    weights: [20, 50],
    window: 5,
    progress: { progressDeadlineSeconds: 60, progressDeadlineAbort: true },
  },
  // As fast as one can be that rolls back no good release where half a per cent of all requests fail.
  tolerant: {
    verdictSeconds: 300,
    interval: '5s',
    failureLimit: 3,
    consecutiveErrorLimit: 4,
    pause: '20s',
    weights: [20, 50],
    window: 5,
    progress: { progressDeadlineSeconds: 60, progressDeadlineAbort: true },
  },
};

/** Argo Rollouts: a basic canary with a background analysis, in each setting. */
export const argoRollouts = (cluster: Cluster, database: BenchDatabase): readonly System[] =>
  Object.entries(settings).map(([setting, chosen]) => ({
    name: 'Argo Rollouts',
    setting,
    verdictSeconds: chosen.verdictSeconds,
    stand: async (first) => {
      const program = await goProgram(
        'github.com/argoproj/argo-rollouts',
        version,
        './cmd/rollouts-controller',
      );
      await applyDefinitions(['-k', join(program.source, 'manifests/crds')]);
      const aggregator = await startAggregator(cluster, namespace);
      const controller = startController('argo-rollouts', program.path, [
        '--kubeconfig',
        kubeconfig(),
        '--namespaced',
        '--namespace',
        namespace,
        '--leader-elect=false',
        // Its usual ports are those that other programs of this machine also like.
        '--metricsPort=10877',
        '--healthzPort=10878',
        '--loglevel=warn',
      ]);
      return peerStand(cluster, { ...peer(chosen, database.url, aggregator), controller }, first);
    },
  }));

function peer(setting: Setting, databaseURL: string, aggregator: Aggregator): Omit<Peer, 'controller'> {
  return {
    namespace,
    kinds: 'rollouts,analysisruns,analysistemplates,services,configmaps',
    watched: `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/world`,
    scaled: 'rollout/world',
    objects: (change) => objects(setting, change, databaseURL, aggregator.port),
    standing,
    revisions: async (object) => {
      const { stableRS = '', currentPodHash = '' } = statusOf(object);
      return { stable: stableRS, trial: currentPodHash };
    },
    close: () => aggregator.close(),
  };
}

function objects(setting: Setting, change: Change, databaseURL: string, port: number): readonly object[] {
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
            interval: setting.interval,
            failureLimit: setting.failureLimit,
            consecutiveErrorLimit: setting.consecutiveErrorLimit,
            successCondition: 'result.rate >= 0.95',
            provider: {
              web: {
                url: `http://127.0.0.1:${port}/?label=${label}&revision={{args.revision}}&seconds=${setting.window}`,
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
          canary: {
            maxSurge: 1,
            maxUnavailable: 0,
            analysis: {
              templates: [{ templateName: 'world' }],
              startingStep: 1,
              args: [{ name: 'revision', valueFrom: { podTemplateHashValue: 'Latest' } }],
            },
            steps: setting.weights.flatMap((setWeight) => [
              { setWeight },
              { pause: { duration: setting.pause } },
            ]),
          },
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
