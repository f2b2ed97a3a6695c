import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';

export type Chain = readonly X509Certificate[];
export type NonEmpty = readonly [X509Certificate, ...X509Certificate[]];

/**
 * What is wrong with the order or the completeness of a chain, as words; `authorities` are roots of the user's own. A chain may end
 * before its root, and a root of the user's own is often not told, so an end is only missing where the certificate itself says
 * from where its issuer is to be had and nobody knows that one.
 */
export function chainFault(chain: NonEmpty, authorities: Chain): string | undefined {
  const broken = chain.findIndex((certificate, i) => i > 0 && !chain[i - 1]?.checkIssued(certificate));
  if (broken > 0) return `certificate ${broken + 1} of tls.crt did not issue the one before it`;
  const [leaf] = chain;
  const isAlone = chain.length === 1 && !isSelfIssued(leaf) && leaf.infoAccess?.includes('CA Issuers');
  if (!isAlone || isAnchored(leaf) || authorities.some((one) => leaf.checkIssued(one))) return undefined;
  const issuer = leaf.issuer.split('\n').at(-1) ?? '';
  return `tls.crt does not hold the certificate of its issuer, ${issuer}, and ca.crt does not either`;
}

/** Whether it is signed with its own key, be it allowed to sign others or not. */
export const isSelfIssued = (certificate: X509Certificate): boolean =>
  certificate.issuer === certificate.subject && certificate.verify(certificate.publicKey);

/** The certificates of a chain that a client has to believe: all up to the first that a public root has issued. */
export function neededOf(chain: NonEmpty): Chain {
  const end = chain.findIndex(isAnchored);
  return end < 0 ? chain : chain.slice(0, end + 1);
}

const isAnchored = (certificate: X509Certificate): boolean =>
  rootsNamed(certificate.issuer).some((root) => certificate.checkIssued(root));

const named = new Map<string, X509Certificate[]>();

/** Public roots of this name, as Node brings them; read once, when a chain is looked at for the first time. */
function rootsNamed(subject: string): readonly X509Certificate[] {
  if (named.size === 0)
    for (const root of rootCertificates.map((text) => new X509Certificate(text)))
      named.set(root.subject, [...(named.get(root.subject) ?? []), root]);
  return named.get(subject) ?? [];
}
