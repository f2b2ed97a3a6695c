import { setTimeout as sleep } from 'node:timers/promises';
import { colors } from '../../cli/src/view/paint.ts';
import { labels } from '../../operator/src/api/identity.ts';
import type { SpaceTimeStatus } from '../../operator/src/api/status.ts';
import { collectionPath, resources } from '../../operator/src/kube/resources.ts';
import type { KubeEvent, Pod } from '../../operator/src/kube/types.ts';
import { isReady } from '../../operator/src/rollout/arm.ts';
import { type Answer, isFailed } from '../harness/answer.ts';
import type { Cluster } from '../harness/cluster.ts';
import { holdOf, type World } from '../harness/world.ts';
import { rates } from './rates.ts';
import { news, type ShownRevision, screen, type View } from './screen.ts';

export interface LiveOptions {
  readonly cluster: Cluster;
  readonly world: World;
  readonly answers: () => readonly Answer[];
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly output: NodeJS.WriteStream;
}

/** The live view: one screen that is drawn over on a terminal, a line for each change elsewhere. */
export interface Live {
  /** What is under way from now on. */
  title(text: string): void;
  /** What is behind us. */
  done(text: string): void;
  /** Draws for the last time. */
  stop(): Promise<void>;
}

export function live(options: LiveOptions): Live {
  const { output, cluster, world } = options;
  const stopping = new AbortController();
  const behind: string[] = [];
  let under = 'getting ready';
  let drawn = 0;
  let last: View | undefined;

  function draw(view: View): void {
    if (output.isTTY) {
      const lines = screen(view, output.columns, colors);
      output.write(
        `${drawn > 0 ? `\u001b[${drawn}A` : ''}${lines.map((line) => `${line}\u001b[K\n`).join('')}\u001b[J`,
      );
      drawn = lines.length;
    } else for (const line of news(last, view)) output.write(`${line}\n`);
    last = view;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const facts = await look(cluster, world).catch(() => undefined);
      if (facts) draw({ ...viewOf(facts, options), title: under, done: behind });
      await sleep(400, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    title: (text) => {
      under = text;
    },
    done: (text) => void behind.push(text),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

interface Facts {
  readonly status: SpaceTimeStatus | undefined;
  readonly pods: readonly Pod[];
  readonly events: readonly KubeEvent[];
}

async function look(cluster: Cluster, world: World): Promise<Facts> {
  const [object, pods, events] = await Promise.all([
    world.read(),
    cluster.list<Pod>(collectionPath(resources.pods, world.namespace)),
    cluster.list<KubeEvent>(collectionPath(resources.events, world.namespace)),
  ]);
  // Events of an earlier world of this name stay for an hour.
  const own = events.filter(({ regarding }) => regarding?.uid === object?.metadata.uid);
  return { status: object?.status, pods, events: own };
}

function viewOf(
  { status, pods, events }: Facts,
  { answers, startedAt, seed }: LiveOptions,
): Omit<View, 'title' | 'done'> {
  const hold = status && holdOf(status);
  const { step = 0, steps = 0 } = status?.release ?? {};
  const all = answers();
  return {
    seconds: (Date.now() - startedAt) / 1000,
    seed,
    phase: `${status?.phase ?? 'Pending'}${step > 0 ? ` ${step}/${steps}` : ''}`,
    held: hold ? `${hold.name}, ${hold.reason}` : '',
    revisions: shownRevisions(status, pods),
    rates: rates(all, Date.now()),
    requests: all.length,
    failed: all.filter(isFailed).length,
    events: events
      .toSorted((a, b) => timeOf(a).localeCompare(timeOf(b)))
      .map((event) => `${timeOf(event).slice(11, 19)}  ${event.reason}  ${event.note}`),
  };
}

const timeOf = ({ eventTime, metadata }: KubeEvent): string =>
  String(eventTime ?? metadata.creationTimestamp ?? '');

function shownRevisions(status: SpaceTimeStatus | undefined, pods: readonly Pod[]): ShownRevision[] {
  const candidate = status?.candidateRevision;
  const share = candidate ? (status.release?.trafficPercent ?? 0) : 0;
  const shown = (name: string | undefined, role: ShownRevision['role'], percent: number): ShownRevision[] => {
    const own = pods.filter(({ metadata }) => metadata.labels?.[labels.revision] === name);
    return name && own.length > 0
      ? [{ name, role, ready: own.filter(isReady).length, pods: own.length, share: percent }]
      : [];
  };
  return [...shown(status?.stableRevision, 'stable', 100 - share), ...shown(candidate, 'candidate', share)];
}
