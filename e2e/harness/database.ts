import { Client } from 'pg';
import { objectPath, resources } from '../../operator/src/kube/resources.ts';
import type { Pod, Secret, Service, Stored } from '../../operator/src/kube/types.ts';
import type { Cluster } from './cluster.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** Rows of an answer. */
type Rows = readonly Readonly<Record<string, unknown>>[];

/** The database that the operator runs for a world. */
export interface WorldDatabase {
  /** Asks it as a runtime pod would; waits until it answers. */
  query(sql: string): Promise<Rows>;
  pod(): Promise<Stored<Pod> | undefined>;
  secret(): Promise<Stored<Secret> | undefined>;
}

export function databaseOf(cluster: Cluster, { namespace, name }: World): WorldDatabase {
  const part = `${name}-db`;
  const secret = () => cluster.read<Secret>(objectPath(resources.secrets, namespace, part));

  /** Names of Services mean nothing to this machine, which reaches their addresses. */
  async function url(): Promise<string> {
    const service = await cluster.read<Service>(objectPath(resources.services, namespace, part));
    const found = new URL(atob((await secret())?.data?.['DATABASE_URL'] ?? ''));
    found.hostname = service?.spec?.clusterIP ?? '';
    return found.href;
  }

  return {
    secret,
    pod: () => cluster.read<Pod>(objectPath(resources.pods, namespace, `${part}-0`)),
    query: (sql) =>
      until(`An answer of ${part}`, async () => {
        const client = new Client({ connectionString: await url(), connectionTimeoutMillis: 2000 });
        client.on('error', () => undefined);
        try {
          await client.connect();
          return (await client.query(sql)).rows as Rows;
        } finally {
          await client.end();
        }
      }),
  };
}
