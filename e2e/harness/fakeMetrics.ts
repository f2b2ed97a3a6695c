import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { objectPath, resources } from '../../operator/src/kube/resources.ts';
import type { Service } from '../../operator/src/kube/types.ts';
import { makeCertificate } from '../../runtime/test/certificate.ts';
import { addressTowards } from './address.ts';
import type { Cluster } from './cluster.ts';
import { kubectl } from './kubectl.ts';
import { until } from './until.ts';

const group = 'external.metrics.k8s.io';
const version = 'v1beta1';
const apiVersion = `${group}/${version}`;
const name = `${version}.${group}`;
const apiService = `/apis/apiregistration.k8s.io/v1/apiservices/${name}`;

/** The external metrics API of the cluster, with numbers that a test says. */
export interface FakeMetrics {
  /** From now on each external metric has this value. */
  say(value: number): void;
  /** Takes the API away. */
  stop(): Promise<void>;
}

/**
 * Serves external.metrics.k8s.io/v1beta1 from this process, and has the API server pass it on. Throws where the cluster has an
 * adapter of its own.
 * https://github.com/kubernetes/metrics/blob/master/pkg/apis/external_metrics/v1beta1/types.go
 */
export async function fakeMetrics(cluster: Cluster, namespace: string): Promise<FakeMetrics> {
  if (await cluster.read(apiService))
    throw new Error(`The cluster serves ${apiVersion} already; this test brings an API of its own.`);
  let told = 0;
  const { server, port } = await serve((path) => answer(path, told));
  await register(namespace, await addressOfThisMachine(cluster), port);
  await until('The API server passes metrics on', async () =>
    (await cluster.read(`/apis/${apiVersion}/namespaces/${namespace}/job_queue_pending`)) ? true : undefined,
  );
  return {
    say: (value) => {
      told = value;
    },
    stop: async () => {
      await kubectl(['delete', 'apiservice', name, '--ignore-not-found']);
      server.closeAllConnections();
      server.close();
    },
  };
}

async function serve(respond: (path: string) => object): Promise<{ server: Server; port: number }> {
  const directory = await mkdtemp(join(tmpdir(), 'metrics-'));
  const server = createServer(await makeCertificate(directory, 'metrics'), ({ url = '/' }, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(respond(url)));
  });
  await rm(directory, { recursive: true });
  await once(server.listen(0, '0.0.0.0'), 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

function answer(url: string, value: number): object {
  const [path = ''] = url.split('?');
  const metricName = path.split('/').at(-1) ?? '';
  if (!path.includes('/namespaces/'))
    return {
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion: apiVersion,
      resources: [
        {
          name: 'job_queue_pending',
          singularName: '',
          namespaced: true,
          kind: 'ExternalMetricValueList',
          verbs: ['get'],
        },
      ],
    };
  const timestamp = new Date().toISOString();
  const item = { metricName, metricLabels: {}, timestamp, value: String(value) };
  return { kind: 'ExternalMetricValueList', apiVersion, metadata: { name: metricName }, items: [item] };
}

/** Where the API server finds this process. */
async function addressOfThisMachine(cluster: Cluster): Promise<string> {
  const service = await cluster.read<Service>(objectPath(resources.services, 'default', 'kubernetes'));
  return addressTowards(service?.spec?.clusterIP ?? '');
}

/** A Service of type ExternalName is passed on to its name as it is, which may be an address. */
async function register(namespace: string, address: string, port: number): Promise<void> {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'metrics', namespace },
    spec: { type: 'ExternalName', externalName: address, ports: [{ port }] },
  };
  const registration = {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name },
    spec: {
      group,
      version,
      groupPriorityMinimum: 100,
      versionPriority: 100,
      insecureSkipTLSVerify: true,
      service: { namespace, name: 'metrics', port },
    },
  };
  for (const object of [service, registration]) await kubectl(['apply', '-f', '-'], JSON.stringify(object));
}
