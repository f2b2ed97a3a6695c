import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pod } from '../../../operator/src/kube/types.ts';
import { expositionReader } from '../../../operator/src/watch/exposition.ts';
import type { Cluster } from '../../harness/cluster.ts';

/** Adds up what the pods of a revision have counted, for controllers that ask others for their numbers. */
export interface Aggregator {
  readonly port: number;
  close(): Promise<void>;
}

/** What a pod has counted of users since it started. */
interface Counted {
  readonly at: number;
  readonly requests: number;
  readonly errors: number;
}

const lookMilliseconds = 500;

/**
 * Looks at all pods of a namespace twice a second. `GET /?label=KEY&revision=VALUE&seconds=N` answers the share of requests
 * without an error in the last N seconds as `{"rate": 0.99, "requests": 100}`; where there were none the rate is 1, because a
 * quiet revision has failed nobody. `GET /api/v1/query?query=KEY,VALUE,N` says the same, in per cent, as Prometheus does, and
 * 1 for `vector(1)`, by which it is asked whether it is there.
 */
export async function startAggregator(cluster: Cluster, namespace: string): Promise<Aggregator> {
  const counted = new Map<string, readonly Counted[]>();
  let pods: readonly Pod[] = [];

  async function look(): Promise<void> {
    pods = await cluster.list<Pod>(`/api/v1/namespaces/${namespace}/pods?labelSelector=app`);
    await Promise.all(
      pods.map(async (pod) => {
        const found = await countsOf(pod);
        const before = counted.get(pod.metadata.name) ?? [];
        if (found) counted.set(pod.metadata.name, [...before, found].slice(-1200));
      }),
    );
  }
  const timer = setInterval(() => void look().catch(() => undefined), lookMilliseconds);

  function rate(label: string, revision: string, seconds: number) {
    const since = Date.now() - seconds * 1000;
    let [requests, errors] = [0, 0];
    for (const pod of pods.filter(({ metadata }) => metadata.labels?.[label] === revision)) {
      const counts = counted.get(pod.metadata.name) ?? [];
      const last = counts.at(-1);
      const first = counts.findLast(({ at }) => at <= since) ?? { requests: 0, errors: 0 };
      requests += (last?.requests ?? 0) - first.requests;
      errors += (last?.errors ?? 0) - first.errors;
    }
    return { rate: requests > 0 ? 1 - errors / requests : 1, requests };
  }

  const server = createServer((request, answer) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://aggregator');
    const query = searchParams.get('query');
    const asked = query?.split(',') ?? ['label', 'revision', 'seconds'].map((name) => searchParams.get(name));
    const found = rate(asked[0] ?? '', asked[1] ?? '', Number(asked[2]));
    const inPrometheus = () => asPrometheus(query === 'vector(1)' ? 1 : 100 * found.rate);
    answer.setHeader('content-type', 'application/json');
    answer.end(JSON.stringify(pathname === '/' ? found : inPrometheus()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      clearInterval(timer);
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function countsOf({ status }: Pod): Promise<Counted | undefined> {
  if (!status?.podIP) return undefined;
  const text = await fetch(`http://${status.podIP}:8080/metrics`, {
    // Of another name, what is asked here would count as a request of a user that went well.
    headers: { 'user-agent': 'spacetime-operator/bench' },
    signal: AbortSignal.timeout(400),
  })
    .then((answer) => answer.text())
    .catch(() => undefined);
  if (text === undefined) return undefined;
  const users = requestsIn(text).filter(({ labels }) => labels['client'] === 'user');
  const sum = (samples: typeof users) => samples.reduce((total, { value }) => total + value, 0);
  return {
    at: Date.now(),
    requests: sum(users),
    errors: sum(users.filter(({ labels }) => Number(labels['status']) >= 500)),
  };
}

const requestsIn = expositionReader(new Set(['http_requests_total']));

/** Source: https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries */
const asPrometheus = (value: number) => ({
  status: 'success',
  data: { resultType: 'vector', result: [{ metric: {}, value: [Date.now() / 1000, String(value)] }] },
});
