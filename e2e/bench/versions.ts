import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { SpaceTimeStatus } from '../../operator/src/api/status.ts';
import { collectionPath, resources } from '../../operator/src/kube/resources.ts';
import { json } from '../../runtime/server/json.ts';
import { kubectlProgram } from '../harness/kubectl.ts';

/** What one version of a world's status says about who has its users. */
export interface Version {
  readonly phase: string;
  /** The revision that users have. */
  readonly stable: string;
  /** Revisions that are called stable in the history. */
  readonly called: readonly string[];
}

/** Every version of a world's status from now on: a watch leaves none out. */
export interface Versions {
  readonly seen: readonly Version[];
  /** Throws when the watch had ended by itself: then versions are missing. */
  stop(): Promise<void>;
}

/** Follows a world, from the version that there is now. Needs the operator's kind. */
export function followVersions(namespace: string, name: string): Versions {
  const path = collectionPath(resources.spaceTimes, namespace);
  const query = `watch=1&timeoutSeconds=3600&fieldSelector=metadata.name%3D${name}`;
  const child = spawn(kubectlProgram(), ['get', '--raw', `${path}?${query}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const seen: Version[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => seen.push(...versionIn(line)));
  const ended = once(child, 'close');
  return {
    seen,
    stop: async () => {
      const isIncomplete = child.exitCode !== null;
      child.kill();
      await ended;
      if (isIncomplete) throw new Error(`The watch of ${namespace}/${name} ended before its time.`);
    },
  };
}

/** One line of a watch; nothing where it tells of no status. Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes */
export function versionIn(line: string): readonly Version[] {
  const { object } = (json(line) ?? {}) as { object?: { status?: SpaceTimeStatus } };
  if (!object?.status) return [];
  const { phase = 'Pending', stableRevision = '', revisions = [] } = object.status;
  const called = revisions.filter(({ state }) => state === 'Stable').map(({ name }) => name);
  return [{ phase, stable: stableRevision, called }];
}

/** How often users got another revision by what the versions say, and how many versions call more than one revision stable. */
export const activeIn = (versions: readonly Version[]) => ({
  stableChanges: versions.filter(({ stable }, i) => i > 0 && stable !== versions[i - 1]?.stable).length,
  twoStable: versions.filter(({ stable, called }) => called.some((name) => name !== stable)).length,
});
