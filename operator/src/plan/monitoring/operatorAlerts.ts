import type { Alert } from './alert.ts';
import { reasonOf, rolledBack, standing } from './told.ts';

const day = 86_400;
/** A certificate that is renewed on time is no alarm, however short it lives; this late it is not on time. */
const renewalGraceSeconds = 3600;

const notAfter = (world: string) =>
  `max by (namespace, name) (spacetime_operator_certificate_not_after_seconds{${world}})`;

const isSo = (world: string, matchers: string) =>
  `max by (namespace, name) (spacetime_operator_condition{${world},${matchers}}) == 1`;

/** Alerts on what the operator finds out about a world, and on the operator itself. */
export const operatorAlerts = {
  CertificateExpiresSoon: {
    severity: 'Warning',
    forSeconds: 0,
    threshold: 21,
    criticalAt: (days) => days / 3,
    expression: ({ world }, days) =>
      `${notAfter(world)} - time() < ${days * day} unless on (namespace, name) (spacetime_operator_certificate_renewal_seconds{${world}} > time() - ${renewalGraceSeconds})`,
    summary: 'has a certificate that expires soon',
    description: (scope) => [
      'The certificate that is served expires in {{ humanizeDuration $value }}, and its renewal is late or nobody’s.',
      reasonOf(scope, 'CertificateReady'),
      'A new one is served as soon as it is there and fits, without a restart; until then the old one is.',
    ],
  },
  CertificateExpired: {
    severity: 'Critical',
    forSeconds: 0,
    expression: ({ world }) => `${notAfter(world)} - time() <= 0`,
    summary: 'has a certificate that has expired',
    description: (scope) => [
      'Browsers refuse the certificate that is served: no visitor can enter by HTTPS.',
      reasonOf(scope, 'CertificateReady'),
      'The operator goes on serving it for want of a better one, and takes a new one as soon as it is there and fits.',
    ],
  },
  ReleaseRolledBack: {
    severity: 'Warning',
    forSeconds: 0,
    expression: ({ world }) => isSo(world, 'type="Held",status="True"'),
    summary: 'does not serve what its spec asks for: the release was rolled back',
    description: (scope) => [
      'The revision that the spec asks for was rejected and is held.',
      reasonOf(scope, 'Held'),
      standing(scope),
      rolledBack(scope),
      'Applying the same spec again changes nothing: change it, or annotate spacetime.dev/retry.',
    ],
  },
  ReleaseUndecided: {
    severity: 'Warning',
    forSeconds: 0,
    expression: ({ world }) => isSo(world, 'type="Released",reason="Undecided"'),
    summary: 'has a release that nobody can judge',
    description: (scope) => [
      'The canary has ended without enough evidence for or against the release.',
      standing(scope),
      'The operator sends it no more users, keeps its pods, and waits for a person: promote, abort or another spec.',
    ],
  },
  SLANotMet: {
    severity: 'Warning',
    forSeconds: 60,
    expression: ({ world }) => isSo(world, 'type="SLAMet",status="False"'),
    summary: 'does not keep its SLA',
    description: (scope) => [
      'What users meet is outside of rollout.sla.',
      reasonOf(scope, 'SLAMet'),
      standing(scope),
      rolledBack(scope),
      'A release that is to blame is rolled back, after its bake too where rollout.watch says so.',
    ],
  },
  OperatorBlind: {
    severity: 'Warning',
    forSeconds: 300,
    threshold: 900,
    expression: ({ world }, seconds) => {
      const looked = `spacetime_operator_looked_timestamp_seconds{${world}}`;
      return [
        `(time() - max by (namespace, name) (${looked}) > ${seconds})`,
        // Worlds beyond the number that the operator tells apart have no series, and are no news.
        `(absent(${looked}) unless on () (max(spacetime_operator_worlds_without_series) > 0))`,
        `${isSo(world, 'type="SLAMet",reason="ScrapeFailed"')}`,
      ].join(' or ');
    },
    summary: 'is not watched over',
    description: (scope) => [
      [
        `{{ with query \`time() - max(spacetime_operator_looked_timestamp_seconds{${scope.world}})\` }}`,
        'The operator looked at this world {{ . | first | value | humanizeDuration }} ago.',
        '{{ else }}Prometheus hears nothing of this world from any operator.{{ end }}',
        `{{ with query \`spacetime_operator_condition{${scope.world},reason="ScrapeFailed"}\` }}`,
        ' It does not hear the pods of the release that it is to judge.{{ end }}',
      ].join(''),
      'Users have what they had, and the traffic needs no operator; but while it is blind no release goes on, and none is rolled back.',
    ],
  },
} as const satisfies Readonly<Record<string, Alert>>;
