import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../operator/src/kube/types.ts';
import { said } from './tools.ts';

const root = join(import.meta.dirname, '../..');
export const chart = join(root, 'charts/spacetime-operator');

const objectsIn = (yaml: string): readonly KubeObject[] =>
  parseAllDocuments(yaml)
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object !== null);

/** What Helm would install; `settings` are `--set` and the like. Its test is not part of it. */
export async function helmTemplate(
  settings: readonly string[] = [],
  namespace = 'spacetime-system',
): Promise<readonly KubeObject[]> {
  const where = ['--namespace', namespace, '--kube-version', '1.36.3', '--skip-tests'];
  return objectsIn(await said('helm', ['template', 'spacetime-operator', chart, ...where, ...settings]));
}

/** What kustomize would install from a folder of this repository. */
export const kustomization = async (folder: string): Promise<readonly KubeObject[]> =>
  objectsIn(await said('kubectl', ['kustomize', join(root, folder)]));

/** Objects by kind and name, and variables by name, so that two ways to install can be compared in any order. */
export const byName = (objects: readonly KubeObject[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    objects.map(({ kind, metadata, ...rest }) => [
      `${kind} ${metadata.name}`,
      JSON.parse(JSON.stringify({ kind, metadata, ...rest }, variablesByName)),
    ]),
  );

/** A merge may put a variable of a container anywhere: Kubernetes knows them by name. */
const variablesByName = (field: string, value: unknown): unknown =>
  field === 'env' && Array.isArray(value)
    ? Object.fromEntries((value as readonly { readonly name: string }[]).map((one) => [one.name, one]))
    : value;
