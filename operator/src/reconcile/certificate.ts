import type { Cluster } from '../kube/cluster.ts';
import { type Resource, resources } from '../kube/resources.ts';
import type { Certificate, KubeObject, Secret } from '../kube/types.ts';
import type { CertificateFound, ManagerFound, PairFound } from '../plan/certificateFound.ts';
import type { IssuerRef } from '../plan/certificateRequest.ts';
import { allNames, certificateSource, publicNames } from '../plan/certificateSource.ts';
import { certificateName, servingCertificateName } from '../plan/metadata.ts';
import type { Owner } from '../plan/owner.ts';
import { needsAnother } from '../plan/selfSigned.ts';
import type { KeyPair } from '../plan/servingCertificate.ts';
import { pairOf } from './keyPair.ts';

/** Where a look at certificates gets its facts from. */
export interface CertificateSources {
  /** Whether the cluster has an optional kind. */
  serves(resource: Resource): boolean;
  readonly read: Cluster['read'];
  now(): Date;
  /** Makes a new pair for these names, valid from now on for so many days; the first name is its subject. */
  selfSigned(names: readonly string[], validityDays: number): Promise<KeyPair>;
}

/** Reads the source of the certificate, which is watched nowhere, and what the pods are given, which is among `children`. */
export async function lookAtCertificate(
  owner: Owner,
  children: readonly KubeObject[],
  sources: CertificateSources,
): Promise<CertificateFound> {
  const { tls } = owner.spec;
  const source = certificateSource(tls);
  if (!source) return { source };
  const servingName = servingCertificateName(owner);
  const served = children.find((one): one is Secret => isNamed(one, 'Secret', servingName));
  const serving = pairOf(servingName, served, allNames(owner));
  if (tls.certManager) {
    const managed = await lookAtManager(owner, children, sources, tls.certManager.issuerRef);
    return { source, serving, ...managed };
  }
  if (tls.selfSigned) {
    const pair = await selfSigned(owner, serving, tls.selfSigned.validityDays, sources);
    return { source, serving, pair };
  }
  const { name = '' } = tls.secretRef ?? {};
  const secret = await sources.read(resources.secrets, owner.namespace, name);
  return { source, serving, pair: pairOf(name, secret, publicNames(owner)) };
}

const isNamed = ({ kind, metadata }: KubeObject, asked: string, name: string): boolean =>
  kind === asked && metadata.name === name;

/** What serves, or, when another has to take its place, a new one. */
async function selfSigned(
  owner: Owner,
  serving: PairFound,
  validityDays: number,
  sources: CertificateSources,
): Promise<PairFound> {
  if (!needsAnother(serving, validityDays, sources.now())) return serving;
  const name = servingCertificateName(owner);
  const data = { ...(await sources.selfSigned(allNames(owner), validityDays)) };
  return pairOf(name, { apiVersion: 'v1', kind: 'Secret', metadata: { name }, data }, allNames(owner));
}

async function lookAtManager(
  owner: Owner,
  children: readonly KubeObject[],
  { serves, read }: CertificateSources,
  issuerRef: IssuerRef,
): Promise<{ readonly pair: PairFound; readonly manager: ManagerFound }> {
  const name = certificateName(owner);
  const isServed = serves(resources.certificates);
  const [secret, issuer] = await Promise.all([
    read(resources.secrets, owner.namespace, name),
    isServed ? issuerOf(owner, issuerRef, read) : undefined,
  ]);
  const isManaged = secret?.metadata.annotations?.[certificateAnnotation] === name;
  // What somebody else put there is not ours to serve.
  const pair = pairOf(name, isManaged ? secret : undefined, publicNames(owner));
  if (!isServed) return { pair, manager: { is: 'Missing' } };
  const certificate = children.find((one): one is Certificate => isNamed(one, 'Certificate', name));
  const isTaken = secret !== undefined && !isManaged && !certificate;
  return {
    pair,
    manager: { is: 'Served', isTaken, ...(issuer && { issuer }), ...(certificate && { certificate }) },
  };
}

/** What cert-manager writes onto a Secret that it keeps. Source: cert-manager, pkg/apis/certmanager/v1/types.go. */
const certificateAnnotation = 'cert-manager.io/certificate-name';
const kinds = { Issuer: resources.issuers, ClusterIssuer: resources.clusterIssuers };

/** Issuers of other groups than cert-manager's own are of kinds that nobody here knows. */
const issuerOf = ({ namespace }: Owner, { group, kind, name }: IssuerRef, read: Cluster['read']) =>
  group === 'cert-manager.io' ? read(kinds[kind], namespace, name) : ('Unread' as const);
