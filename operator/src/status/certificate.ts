import type { Finding } from '../api/conditions.ts';
import type { CertificatePlan } from '../plan/certificatePlan.ts';

type CertificateReady = Extract<Finding, { type: 'CertificateReady' }>;

/** Whether the certificate that the spec asks for is served. */
export function certificateFinding({ state, facts, refusal, waiting }: CertificatePlan): CertificateReady {
  const type = 'CertificateReady';
  const goesOn = facts ? ` The one that is valid until ${facts.notAfter} goes on serving.` : '';
  if (refusal)
    return { type, status: 'False', reason: refusal.reason, message: `${refusal.message}${goesOn}` };
  if (state === 'Issuing')
    return { type, status: 'Unknown', reason: 'Issuing', message: `${waiting ?? ''}${goesOn}` };
  if (!facts || state === 'NotConfigured' || state === 'Refused')
    return { type, status: 'True', reason: 'NotConfigured', message: 'Plain HTTP inside the cluster.' };
  const message = `Certificate ${facts.secretName} is valid until ${facts.notAfter}.`;
  return { type, status: 'True', reason: state, message };
}
