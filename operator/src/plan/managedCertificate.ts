import type { Certificate } from '../kube/types.ts';
import type { ManagerFound, SomeCertificate } from './certificateFound.ts';
import type { CertificatePlan, CertificateRefusal } from './certificatePlan.ts';
import type { CertificateRequest, IssuerRef } from './certificateRequest.ts';
import { issuedNames } from './certificateSource.ts';
import { certificateName } from './metadata.ts';
import type { Owner } from './owner.ts';

type Served = Extract<ManagerFound, { is: 'Served' }>;

/** What there is to do where cert-manager issues; `judged` is what is to be said of the pair in its Secret by itself. */
export function managed(
  owner: Owner,
  { manager }: SomeCertificate,
  judged: CertificatePlan,
): CertificatePlan {
  const issuerRef = owner.spec.tls.certManager?.issuerRef;
  if (manager?.is !== 'Served' || !issuerRef)
    return obstructed(judged, {
      reason: 'CertManagerMissing',
      message: 'tls.certManager: the cluster does not serve cert-manager.io/v1; install cert-manager.',
    });
  if (manager.isTaken) return taken(owner);
  const { issuer } = manager;
  if (!issuer)
    return obstructed(judged, {
      reason: 'IssuerNotFound',
      message: `tls.certManager.issuerRef: ${issuerRef.kind} ${issuerRef.name} does not exist; create it, or name another.`,
    });
  const dnsNames = issuedNames(owner, issuer === 'Unread' ? undefined : issuer);
  if (dnsNames.length === 0)
    return obstructed(judged, {
      reason: 'HostMismatch',
      message: `tls.certManager: ${issuerRef.kind} ${issuerRef.name} signs public names alone; name some in exposure.hostnames.`,
    });
  return requested(owner, manager, judged, { issuerRef, dnsNames });
}

/** Nothing is asked for, and what is good goes on serving. */
const obstructed = ({ serve, facts }: CertificatePlan, refusal: CertificateRefusal): CertificatePlan => ({
  ...(serve && { serve }),
  ...(facts && { facts }),
  state: 'Refused',
  refusal,
});

/** cert-manager would write over it. */
function taken(owner: Owner): CertificatePlan {
  const name = certificateName(owner);
  const nameTaken = `Secret ${name}: it exists and is not cert-manager's, which would write its certificate there; delete it, or name it in tls.secretRef.`;
  return { state: 'Issuing', nameTaken, waiting: nameTaken };
}

function requested(
  owner: Owner,
  manager: Served,
  judged: CertificatePlan,
  request: CertificateRequest,
): CertificatePlan {
  const { certificate } = manager;
  const waiting = `Certificate ${certificateName(owner)} is being issued. ${saidBy(manager, request.issuerRef)}`;
  const isEnded = judged.refusal?.reason === 'Expired';
  if (isEnded || (certificate && isIssued(certificate, request))) return { ...judged, request };
  const { serve, facts } = judged;
  return { state: 'Issuing', request, waiting, ...(serve && { serve }), ...(facts && { facts }) };
}

/** Whether cert-manager says that its Secret holds what is asked for. It does so through a renewal too. */
function isIssued({ metadata, spec, status }: Certificate, request: CertificateRequest): boolean {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const { issuerRef, dnsNames } = spec;
  return (
    ready?.status === 'True' &&
    (ready.observedGeneration ?? metadata.generation) === metadata.generation &&
    issuerRef.name === request.issuerRef.name &&
    issuerRef.kind === request.issuerRef.kind &&
    issuerRef.group === request.issuerRef.group &&
    dnsNames.join() === request.dnsNames.join()
  );
}

/** cert-manager's own words: of an issuer that cannot issue, of a failure, or of what goes on. */
function saidBy({ issuer, certificate }: Served, { kind, name }: IssuerRef): string {
  const issuerSays =
    issuer === 'Unread'
      ? undefined
      : issuer?.status?.conditions?.find(({ type, status }) => type === 'Ready' && status !== 'True');
  if (issuerSays) return `${kind} ${name}: ${issuerSays.message}`;
  const conditions = certificate?.status?.conditions ?? [];
  const says =
    conditions.find(({ type, status }) => type === 'Issuing' && status === 'False') ??
    conditions.find(({ type, status }) => type === 'Ready' && status !== 'True');
  return says?.message ? `cert-manager: ${says.message}` : 'cert-manager has not answered yet.';
}
