import { labels } from '../api/identity.ts';
import type { KubeObject } from '../kube/types.ts';
import type { Drill } from '../rollout/drill.ts';
import type { Revision, Rollout } from '../rollout/rollout.ts';
import { podCounts, stepsOf } from '../rollout/shares.ts';
import type { CertificateRequest } from './certificateRequest.ts';
import { isCheck, type WantedChecks } from './checks.ts';
import { configMap } from './configMap.ts';
import type { WantedDatabase } from './databaseObjects.ts';
import { deployment } from './deployment.ts';
import { drilled } from './drill.ts';
import type { Routed } from './gatewayFound.ts';
import { hasHttps } from './https.ts';
import { liveRevisions } from './liveRevisions.ts';
import type { MonitoringFound } from './monitoring/found.ts';
import type { Surroundings } from './networkPolicies.ts';
import { isNextTokens, nextTokens } from './nextTokens.ts';
import type { Owner } from './owner.ts';
import { type PinnedSecret, volumeName } from './pinned.ts';
import { controllerRevision, type Recorded } from './recorded.ts';
import { revisionSecret } from './revisionSecret.ts';
import { route } from './route.ts';
import { isForUsers, previewService, service } from './service.ts';
import { serviceAccount } from './serviceAccount.ts';
import { type KeyPair, servingCertificate } from './servingCertificate.ts';
import type { TokenWrite } from './tokenPlan.ts';
import { type Tokens, tokenSecret } from './tokens.ts';
import { worldKey } from './worldKey.ts';

/** All that the children depend on. */
export interface Wanted {
  readonly owner: Owner;
  readonly rollout: Rollout;
  /** Beside the rollout; absent while there is none. */
  readonly drill?: Drill;
  /** Absent where there is to be no HTTPRoute. */
  readonly routed?: Routed;
  /** Absent where there are to be no NetworkPolicies. */
  readonly surroundings?: Surroundings;
  /** Every recorded revision, the one that the spec asks for included. */
  readonly records: readonly Recorded[];
  /** What is held, by revision: text for the record. */
  readonly held: ReadonlyMap<Revision, string>;
  /** Artifacts of revisions, as far as they are known. */
  readonly artifacts: ReadonlyMap<Revision, string>;
  /** When each revision last began to have all users, in milliseconds since 1970; those that never had them are not in it. */
  readonly served: ReadonlyMap<Revision, number>;
  /** The revision that the spec asks for, with its Secrets as they were found; absent while one cannot be read. */
  readonly asked: { readonly revision: Revision; readonly pinned?: readonly PinnedSecret[] };
  /** Token Secret to write; absent when nothing is missing in it or it is the user's. */
  readonly tokens?: TokenWrite;
  /** Values that will take the place of tokens; absent while none wait. */
  readonly nextTokens?: Partial<Tokens>;
  /** Certificate that was checked; absent when none is configured or the source is wrong. */
  readonly certificate?: KeyPair;
  /** Certificate to ask cert-manager for; absent where there is none to write now. */
  readonly certificateRequest?: CertificateRequest;
  readonly key?: string;
  readonly checks: WantedChecks;
  /** Managed database; absent when it is the user's, or cannot be run. */
  readonly database?: WantedDatabase;
  readonly monitoring: MonitoringFound;
  /** Last restart command. */
  readonly restarted?: string;
}

/**
 * What users are served by, in apply order. The traffic comes first: whom it is given to was ready at the last look, and a
 * rollback must not wait for anything else. Then what pods need, then the pods. What is around them is in `around`.
 */
export function desired(wanted: Wanted): KubeObject[] {
  const { owner, rollout, records } = wanted;
  const live = liveRevisions(rollout).flatMap(
    (name) => records.find((recorded) => recorded.name === name) ?? [],
  );
  return [
    service(owner, rollout, hasHttps(owner, live)),
    ...(wanted.routed?.isNew ? [] : route(wanted)),
    ...shared(wanted),
    ...revisions(wanted, live),
    ...live.flatMap((one) => deploymentOf(wanted, one)),
    ...(wanted.drill ? drillOf(wanted, wanted.drill) : []),
  ];
}

/** What pods of every revision need. */
const shared = ({ owner, tokens, nextTokens: next, key, certificate }: Wanted): readonly KubeObject[] => [
  serviceAccount(owner),
  ...(tokens ? [tokenSecret(owner, tokens.values, tokens)] : []),
  ...(next ? [nextTokens(owner, next)] : []),
  ...(key ? [worldKey(owner, key)] : []),
  ...(certificate ? [servingCertificate(owner, certificate)] : []),
];

/** Records, and what the pods of each live revision need. */
function revisions(
  { owner, records, held, artifacts, asked }: Wanted,
  live: readonly Recorded[],
): readonly KubeObject[] {
  const recorded = records.filter(
    ({ name }) => name === asked.revision || live.some((one) => one.name === name),
  );
  return [
    ...recorded.map((one) =>
      controllerRevision(owner, one, { held: held.get(one.name), artifact: artifacts.get(one.name) }),
    ),
    ...live.map((one) => configMap(owner, one)),
    ...live.flatMap((one) =>
      asked.pinned && one.name === asked.revision
        ? [revisionSecret(owner, one.name, mountedIn(one, asked.pinned))]
        : [],
    ),
    ...live.map(({ name }) => previewService(owner, name)),
  ];
}

/** A record from before there was such a Secret does not mount it, and the copy that it has cannot be changed. */
const mountedIn = ({ template }: Recorded, pinned: readonly PinnedSecret[]): readonly PinnedSecret[] =>
  pinned.filter(({ mount }) => template.spec?.volumes?.some(({ name }) => name === volumeName(mount)));

/** A Deployment that the phase leaves as it is, is not written; see `kept`. */
function deploymentOf({ owner, rollout, restarted }: Wanted, recorded: Recorded): KubeObject[] {
  const counts = podCounts(rollout, owner.spec.replicas, stepsOf(owner.spec));
  const isStable = 'stable' in rollout && rollout.stable === recorded.name;
  const count = isStable ? counts.stable : counts.candidate;
  return count === 'AsIs' ? [] : [deployment(owner, recorded, count, restarted)];
}

/** The whole of a drill: no Service, record or Secret is its own. */
function drillOf({ owner, records, restarted }: Wanted, drill: Drill): KubeObject[] {
  const stable = records.find(({ name }) => name === drill.stable);
  const { candidate } = podCounts(drill, owner.spec.replicas, stepsOf(owner.spec));
  return stable && candidate !== 'AsIs'
    ? [deployment(owner, drilled(stable, drill), candidate, restarted)]
    : [];
}

/** What would be lost with what is in it. */
const dataKinds = ['Secret', 'PersistentVolumeClaim'];
const holdsData = (owner: Owner, child: KubeObject): boolean =>
  dataKinds.includes(child.kind) && !isNextTokens(owner, child);
const recordKinds = ['ControllerRevision', 'ConfigMap', 'Secret'];

/**
 * Existing children that stay although they are not written now: all that a live revision or a drill has, even if a
 * record was lost, and the records of revisions that one may go back to. Services of a route stay while the spec asks
 * for one, also where the Gateway API cannot be found.
 */
export function kept(existing: readonly KubeObject[], wanted: Wanted): KubeObject[] {
  const live = [...liveRevisions(wanted.rollout), ...(wanted.drill ? [wanted.drill.candidate] : [])];
  const revisions = keptRevisions(wanted);
  return existing.filter((child) => {
    if (isCheck(child)) return wanted.checks.keep.includes(child);
    const revision = child.metadata.labels?.[labels.revision];
    if (revision === undefined) return holdsData(wanted.owner, child) || isStillIssued(child, wanted.owner);
    if (isForUsers(child) && !wanted.owner.spec.exposure.gateway) return false;
    return live.includes(revision) || (recordKinds.includes(child.kind) && revisions.has(revision));
  });
}

/** While the issuer that the spec names cannot be found, the Certificate of the one before goes on. */
const isStillIssued = ({ kind }: KubeObject, { spec }: Owner): boolean =>
  kind === 'Certificate' && spec.tls.certManager !== undefined;

/**
 * What is live, held or asked for, and besides as many others as the spec keeps: those that users had last, then the newest.
 * What was asked for and never had users takes the place of none that one can go back to.
 */
export function keptRevisions({
  owner,
  rollout,
  records,
  served,
  held,
  asked,
}: Wanted): ReadonlySet<Revision> {
  const needed = new Set([...liveRevisions(rollout), ...held.keys(), asked.revision]);
  const retired = records
    .filter(({ name }) => !needed.has(name))
    .sort((a, b) => (served.get(b.name) ?? 0) - (served.get(a.name) ?? 0) || b.number - a.number)
    .slice(0, owner.spec.revisionHistoryLimit);
  return new Set([...needed, ...retired.map(({ name }) => name)]);
}
