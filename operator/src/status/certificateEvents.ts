import type { CertificateStatus, Condition } from '../api/status/world.ts';
import type { SpaceTimeStatus } from '../api/status.ts';
import { type Announcement, announce } from './events.ts';

type Told = Pick<SpaceTimeStatus, 'conditions' | 'certificate'>;

/** What a step from one status to another means for the certificate. */
export const certificateAnnouncements = (before: Told, after: Told): readonly Announcement[] => [
  ...served(before.certificate, after.certificate),
  ...judged(readyIn(before), readyIn(after)),
];

function served(
  before: CertificateStatus | undefined,
  after: CertificateStatus | undefined,
): readonly Announcement[] {
  if (!after) return [];
  const message = `The certificate of ${after.issuer} with serial number ${after.serialNumber} is served until ${after.notAfter}.`;
  if (!before) return [announce('CertificateIssued', message)];
  const isSame = before.serialNumber === after.serialNumber && before.notAfter === after.notAfter;
  return isSame ? [] : [announce('CertificateRenewed', message)];
}

function judged(before: Condition | undefined, after: Condition | undefined): readonly Announcement[] {
  if (!after || before?.reason === after.reason) return [];
  const { status, reason, message } = after;
  if (reason === 'CertManagerMissing') return [announce('OptionalAPIMissing', message)];
  const isFound = before?.reason === 'CertManagerMissing' && reason !== 'NotConfigured';
  return [
    ...(isFound ? [announce('OptionalAPIFound', 'The cluster serves Certificates now.')] : []),
    ...(status === 'False' ? [announce('CertificateRefused', message)] : []),
    ...(reason === 'ExpiresSoon' ? [announce('CertificateExpiresSoon', message)] : []),
  ];
}

const readyIn = ({ conditions }: Told): Condition | undefined =>
  conditions.find(({ type }) => type === 'CertificateReady');
