import { Gauge } from 'prom-client';
import type { SpaceTimeStatus } from '../api/status.ts';
import type { Key } from '../kube/cluster.ts';
import { metric } from './metrics.ts';

const world = ['namespace', 'name'] as const;

// Every world has its own series, however many there are: an alert that leaves some out is none.
const notAfter = new Gauge(
  metric(
    'certificate_not_after_seconds',
    'Until when the certificate that a world serves is valid, in seconds since 1970.',
    [...world],
  ),
);
const renewal = new Gauge(
  metric(
    'certificate_renewal_seconds',
    'When the certificate that a world serves is due to be renewed without a person, in seconds since 1970.',
    [...world],
  ),
);

/** Shows until when the certificate of a world is valid; a world without one has no series. */
export function showCertificate(
  { namespace, name }: Key,
  { certificate }: Pick<SpaceTimeStatus, 'certificate'>,
): void {
  show(notAfter, { namespace, name }, certificate?.notAfter);
  show(renewal, { namespace, name }, certificate?.renewalTime);
}

/** The SpaceTime is gone, and its series with it. */
export const forgetCertificate = (key: Key): void => showCertificate(key, {});

function show(gauge: typeof notAfter, labels: Record<(typeof world)[number], string>, at?: string): void {
  if (at === undefined) gauge.remove(labels);
  else gauge.set(labels, Date.parse(at) / 1000);
}
