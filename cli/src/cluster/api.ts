import type { Clock } from '../../../operator/src/clock.ts';
import { type Connection, connect } from '../../../operator/src/kube/connection.ts';
import { Forbidden, NotFound } from '../../../operator/src/kube/errors.ts';
import { list } from '../../../operator/src/kube/mirror/list.ts';
import { objectPath, type Resource, resources } from '../../../operator/src/kube/resources.ts';
import type { ConfigMap, Job, KubeObject, Pod } from '../../../operator/src/kube/types.ts';
import { credentialsOf } from '../../../operator/src/kube/wire/credentials.ts';
import { selectorOf } from '../../../operator/src/plan/metadata.ts';
import { type Recorded, recordedOf } from '../../../operator/src/plan/recorded.ts';
import { verdictRecordKey, verdictRecordName } from '../../../operator/src/plan/verdictRecord.ts';
import type { SpaceTime } from '../spaceTime.ts';
import { jobs } from './jobs.ts';
import { flagsOf, loadKubeconfig, namespaceOf, type Where } from './kubeconfig.ts';

/** The API server, as far as the commands need it. Every method rejects with an error of the operator's `errors.ts`. */
export interface Api {
  readonly connection: Connection;
  readonly namespace: string;
  /** Options that lead kubectl to the same cluster. */
  readonly flags: readonly string[];
  worlds(namespace?: string): Promise<readonly SpaceTime[]>;
  world(namespace: string, name: string): Promise<SpaceTime>;
  /** Merges `body` into the SpaceTime; answers what is stored then. */
  patch(world: SpaceTime, body: object): Promise<SpaceTime>;
  /** Records of all revisions that are kept. */
  records(world: SpaceTime): Promise<readonly Recorded[]>;
  /** How the last release of a revision was judged, as text; undefined where no record was left or may be read. */
  verdictRecord(world: SpaceTime, revision: string): Promise<string | undefined>;
  /** Runtime pods; none where one may not look at them. */
  pods(world: SpaceTime): Promise<readonly Pod[]>;
  /** Rejects with `Conflict` when there is one of this name. */
  createJob(job: Job): Promise<void>;
  /** Removes it with its pod, as far as it is there. */
  removeJob(job: Job): Promise<void>;
  podOfJob(job: Job): Promise<Pod | undefined>;
  close(): Promise<void>;
}

const userAgent = 'kubectl-spacetime';

/** Opens the way to the cluster that the options lead to. Throws what `loadKubeconfig` throws; nothing is sent yet. */
export function openApi(where: Where, clock: Clock): Api {
  const namespace = namespaceOf(loadKubeconfig(where), where);
  const credentials = () => credentialsOf(loadKubeconfig(where));
  const connection = connect({ credentials, clock, userAgent });
  const all = <T extends KubeObject>(resource: Resource<T>, of: Partial<Selected>): Promise<readonly T[]> =>
    list({ connection, resource, ...of }, new AbortController().signal, () => undefined).then(
      ({ items }) => items,
    );

  return {
    connection,
    namespace,
    flags: flagsOf(where),
    worlds: (of) => all(resources.spaceTimes as Resource<SpaceTime>, { namespace: of }),
    world: (of, name) =>
      connection.request({
        doing: `read SpaceTime ${of}/${name}`,
        method: 'GET',
        path: objectPath(resources.spaceTimes, of, name),
      }),
    patch: ({ metadata: { namespace: of, name } }, body) =>
      connection.request({
        doing: `patch SpaceTime ${of}/${name}`,
        method: 'PATCH',
        path: objectPath(resources.spaceTimes, of, name),
        query: { fieldManager: userAgent },
        contentType: 'application/merge-patch+json',
        body,
      }),
    records: async (world) => (await all(resources.controllerRevisions, selected(world))).map(recordedOf),
    verdictRecord: async ({ metadata: { namespace: of, name } }, revision) => {
      const map = verdictRecordName({ name }, revision);
      const found = await connection
        .request<ConfigMap>({
          doing: `read ConfigMap ${of}/${map}`,
          method: 'GET',
          path: objectPath(resources.configMaps, of, map),
        })
        .catch(unlessHidden);
      return found?.data?.[verdictRecordKey];
    },
    pods: (world) =>
      all(resources.pods, selected(world)).catch((error: unknown) => {
        if (error instanceof Forbidden) return [];
        throw error;
      }),
    ...jobs(connection),
    close: () => connection.close(),
  };
}

function unlessHidden(error: unknown): undefined {
  if (!(error instanceof NotFound || error instanceof Forbidden)) throw error;
}

interface Selected {
  readonly namespace: string | undefined;
  readonly labelSelector: string;
}

/** The runtime's objects of a world: its pods, or the records of its revisions. */
export const selected = ({ metadata: { namespace, name } }: SpaceTime): Selected => ({
  namespace,
  labelSelector: Object.entries(selectorOf({ name }))
    .map(([key, value]) => `${key}=${value}`)
    .join(','),
});
