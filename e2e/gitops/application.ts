import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KubeObject, Stored } from '../../operator/src/kube/types.ts';
import type { Cluster } from '../harness/cluster.ts';
import { kubectl } from '../harness/kubectl.ts';
import { until } from '../harness/until.ts';

const page = join(import.meta.dirname, '../../docs/gitops.md');

/** What Argo CD says of an Application, in part. */
interface ApplicationStatus {
  readonly sync: { readonly status: string; readonly revision?: string };
  readonly health: { readonly status: string };
  readonly reconciledAt: string;
  readonly resources: readonly {
    readonly kind: string;
    readonly name: string;
    readonly health?: { readonly status: string; readonly message?: string };
  }[];
  readonly conditions?: readonly { readonly type: string; readonly message: string }[];
}

interface Application extends KubeObject {
  readonly spec: {
    readonly source: Readonly<Record<string, unknown>>;
    readonly destination: Readonly<Record<string, unknown>>;
  };
  readonly status?: ApplicationStatus;
}

/** The Application of the docs, for one namespace. */
export interface WorldApplication {
  readonly name: string;
  /** Makes Argo CD look at Git now, as the webhook of a Git server does, and waits until it has compared. */
  compare(): Promise<void>;
  /** Waits until Argo CD has compared this commit and finds health and sync so; answers what it says of the SpaceTime. */
  until(commit: string, sync: string, health: string): Promise<string>;
  /** Deletes it, and waits until all that it had is gone as well. */
  remove(): Promise<void>;
}

/** The Application that docs/gitops.md shows. */
async function documented(): Promise<Application> {
  const blocks = (await readFile(page, 'utf8')).matchAll(/^```yaml\n(?<text>[\s\S]*?)^```$/gm);
  const objects = [...blocks]
    .map(({ groups }) => groups?.['text'] ?? '')
    .filter((text) => /^kind: Application$/m.test(text));
  const [text] = objects;
  if (!text) throw new Error(`${page} shows no Application.`);
  return parse(text) as Application;
}

/** Applies the Application of the docs, with another repository and namespace. */
export async function applyApplication(
  cluster: Cluster,
  repoURL: string,
  namespace: string,
): Promise<WorldApplication> {
  const shown = await documented();
  const { name } = shown.metadata;
  const source = { ...shown.spec.source, repoURL };
  const destination = { ...shown.spec.destination, namespace };
  const object = { ...shown, spec: { ...shown.spec, source, destination } };
  await kubectl(['apply', '-f', '-'], JSON.stringify(object));
  const read = () =>
    cluster.read<Application>(`/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/${name}`);
  return {
    name,
    compare: async () => {
      const note = 'argocd.argoproj.io/refresh';
      await kubectl(['annotate', 'application', name, '-n', 'argocd', '--overwrite', `${note}=normal`]);
      await until(`Argo CD compares ${name}`, async () =>
        (await read())?.metadata.annotations?.[note] === undefined ? true : undefined,
      );
    },
    until: (commit, sync, health) =>
      until(`${name} becomes ${sync} and ${health}`, async () => {
        const { status } = (await read()) ?? {};
        const holds =
          status?.sync.revision === commit && status.sync.status === sync && status.health.status === health;
        if (holds) return saidOfWorld(status);
        throw new Error(standing(status));
      }),
    remove: async () => {
      await kubectl(['delete', 'application', name, '-n', 'argocd', '--ignore-not-found', '--timeout=120s']);
    },
  };
}

const saidOfWorld = ({ resources }: ApplicationStatus): string =>
  resources.find(({ kind }) => kind === 'SpaceTime')?.health?.message ?? '';

/** Where an Application stands, in a sentence. */
function standing(status: Stored<Application>['status']): string {
  if (!status) return 'Argo CD has said nothing of it yet.';
  const { sync, health, conditions = [] } = status;
  const complaints = conditions.map(({ type, message }) => `${type}: ${message}`).join(' ');
  return `it is ${sync?.status} with ${sync?.revision} and ${health?.status}. ${complaints}`;
}
