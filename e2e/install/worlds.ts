import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { parseSpec } from '../../operator/src/api/spacetime.ts';
import { readConfig } from '../../operator/src/config.ts';
import type { KubeObject } from '../../operator/src/kube/types.ts';
import { around } from '../../operator/src/plan/around.ts';
import { checkJob } from '../../operator/src/plan/checkJob.ts';
import { databasePlan } from '../../operator/src/plan/databasePlan.ts';
import { desired, type Wanted } from '../../operator/src/plan/desired.ts';
import type { Owner } from '../../operator/src/plan/owner.ts';
import { canary } from '../../operator/test/aRollout.ts';
import { anOwner, aRecorded, noon, revisions } from '../../operator/test/builders.ts';

const samples = join(import.meta.dirname, '../../crds/samples');

interface Sample {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: unknown;
}

/** What the operator renders for a world in the middle of a release, with all that it can have. */
function rendered(owner: Owner): readonly KubeObject[] {
  const { a, b } = revisions;
  const pinned =
    owner.spec.secrets.mounts?.map(({ name }) => ({ mount: name, data: {}, isOwn: false })) ?? [];
  const records = [aRecorded(a, { number: 1 }, owner), aRecorded(b, { number: 2 }, owner)];
  const images = { program: 'spacetime-operator:0.1.0', browser: 'spacetime-operator:0.1.0-browser' };
  const trial = { candidate: b, startedAt: noon.toISOString() };
  const job = checkJob(owner, trial, { recorded: records[1] ?? aRecorded(b), images });
  const { DATABASE_IMAGE: defaultImage } = readConfig({});
  const database = owner.spec.database.secretRef
    ? undefined
    : databasePlan(owner, { is: 'Managed', random: ['YWFh', 'YmJi'], defaultImage }).wanted;
  const wanted: Wanted = {
    owner,
    rollout: canary,
    records,
    held: new Map(),
    artifacts: new Map(),
    served: new Map(),
    asked: { revision: b, pinned },
    checks: { create: job ? [job] : [], keep: [] },
    monitoring: { prometheus: true, grafana: true },
    surroundings: { operator: { namespace: 'spacetime-system' }, databasePorts: [] },
    ...(owner.spec.exposure.gateway && {
      routed: { parents: owner.spec.exposure.gateway.parentRefs, percent: 10, isNew: false },
    }),
    ...(database && { database }),
  };
  return [...desired(wanted), ...around(wanted)];
}

/** The children of each sample in `crds/samples`, by its file. */
export const worlds: ReadonlyMap<string, readonly KubeObject[]> = new Map(
  readdirSync(samples)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) =>
      parseAllDocuments(readFileSync(join(samples, file), 'utf8'))
        .map((document) => document.toJS() as Sample)
        .filter(({ kind }) => kind === 'SpaceTime')
        .map(({ metadata, spec }): [string, readonly KubeObject[]] => [
          file,
          rendered(anOwner({}, { name: metadata.name, namespace: 'worlds', spec: parseSpec(spec) })),
        ]),
    ),
);
