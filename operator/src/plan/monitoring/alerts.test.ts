import { growing, seriesOf, steady, type Told } from '../../../test/alertSeries.ts';
import { anOwner } from '../../../test/builders.ts';
import { alertProblems, ruleProblems } from '../../../test/promtool.ts';
import { type AlertName, alertNames } from '../../api/spec/monitoring.ts';
import { alertRules } from './rules.ts';

const rules = alertRules(anOwner(), true);
const day = 86_400;

interface Case {
  /** What is other than in a healthy world. */
  readonly wrong: Told;
  readonly severity: 'critical' | 'warning';
  readonly description: string;
  readonly ofPod?: boolean;
}

const cases: Readonly<Record<AlertName, Case>> = {
  APIDown: {
    wrong: { answers200: steady(100) },
    severity: 'critical',
    description:
      'No request was answered with 200 for a minute, probes of the kubelet included. The operator has the world in phase Stable; users have revision bbbbbbbbbb. It has rolled nothing back in the last 15 minutes. Kubernetes restarts pods that fail their probes, and the operator repairs the objects of the world; it never turns back to a revision without ready pods.',
  },
  HighErrorRate: {
    wrong: { answers500: growing(2), rolledBack: steady(500) },
    severity: 'critical',
    description:
      '6.2 % of the requests of the last minutes were answered with 500 or above. The operator has the world in phase Stable; users have revision bbbbbbbbbb. It rolled revision cccccccccc back 1m 40s ago: ErrorRateWorse. A release that is to blame is rolled back without anybody; what fails with every revision is not its to cure.',
  },
  LowFPS: {
    wrong: { frames: steady(24) },
    severity: 'critical',
    description:
      'Clients of pod plaza-1 measured 24 frames a second, the median over those that report. The operator has the world in phase Stable; users have revision bbbbbbbbbb. It has rolled nothing back in the last 15 minutes. Frames alone hold a release or close its canary; it is rolled back when the server shows the harm too.',
    ofPod: true,
  },
  HighMemoryUsage: {
    wrong: { memory: steady(5e9) },
    severity: 'critical',
    description:
      'Pod plaza-1, revision bbbbbbbbbb, has 4.657GiB resident. The operator has the world in phase Stable; users have revision bbbbbbbbbb. It has rolled nothing back in the last 15 minutes. A pod above its limit is ended by the kernel and started again; a release whose memory grows is rolled back.',
    ofPod: true,
  },
  SceneLoadFailures: {
    wrong: { sceneFailures: growing(1) },
    severity: 'warning',
    description:
      '40 scenes were asked for in ten minutes and not loaded: unknown, not allowed or broken. The operator has the world in phase Stable; users have revision bbbbbbbbbb. It has rolled nothing back in the last 15 minutes. A whitelist goes back with its revision: kubectl spacetime diff says whether the last release changed it.',
  },
  WebhookDeliveryFailures: {
    wrong: { webhookFailures: growing(2) },
    severity: 'warning',
    description:
      '80 deliveries to webhooks failed in ten minutes. The operator has the world in phase Stable; users have revision bbbbbbbbbb. It has rolled nothing back in the last 15 minutes. Each delivery is tried again by its schedule; nothing else is done about a receiver that does not answer.',
  },
  JobQueueBacklog: {
    wrong: { jobs: steady(120) },
    severity: 'warning',
    description:
      '120 jobs wait to be begun. The operator has the world in phase Stable; users have revision bbbbbbbbbb. It has rolled nothing back in the last 15 minutes. A release that ends far fewer jobs than the one before is rolled back; more pods take more jobs (replicas, jobs.concurrency).',
  },
  CertificateExpiresSoon: {
    wrong: { notAfter: steady(20 * day), certificateValid: undefined, certificateExpiresSoon: steady(1) },
    severity: 'warning',
    description:
      'The certificate that is served expires in 19d 23h 50m 0s, and its renewal is late or nobody’s. The condition CertificateReady says ExpiresSoon. A new one is served as soon as it is there and fits, without a restart; until then the old one is.',
  },
  CertificateExpired: {
    wrong: { notAfter: steady(300), certificateValid: undefined, certificateExpired: steady(1) },
    severity: 'critical',
    description:
      'Browsers refuse the certificate that is served: no visitor can enter by HTTPS. The condition CertificateReady says Expired. The operator goes on serving it for want of a better one, and takes a new one as soon as it is there and fits.',
  },
  ReleaseRolledBack: {
    wrong: { notHeld: undefined, held: steady(1), rolledBack: steady(540) },
    severity: 'warning',
    description:
      'The revision that the spec asks for was rejected and is held. The condition Held says ErrorRateWorse. The operator has the world in phase Stable; users have revision bbbbbbbbbb. It rolled revision cccccccccc back 1m 0s ago: ErrorRateWorse. Applying the same spec again changes nothing: change it, or annotate spacetime.dev/retry.',
  },
  ReleaseUndecided: {
    wrong: { released: undefined, undecided: steady(1), stable: undefined, canary: steady(1) },
    severity: 'warning',
    description:
      'The canary has ended without enough evidence for or against the release. The operator has the world in phase Canary; users have revision bbbbbbbbbb, and revision cccccccccc is on trial. The operator sends it no more users, keeps its pods, and waits for a person: promote, abort or another spec.',
  },
  DatabaseDown: {
    wrong: { databaseReady: undefined, databaseUnavailable: steady(1) },
    severity: 'critical',
    description:
      'The database takes no connections of any pod: pages and reads go on, what would be written is answered with 503. The condition DatabaseReady says Unavailable. The operator has the world in phase Stable; users have revision bbbbbbbbbb. A managed database is restarted by Kubernetes and finds its data; releases wait for it and are not blamed.',
  },
  SLANotMet: {
    wrong: { slaMet: undefined, slaBroken: steady(1) },
    severity: 'warning',
    description:
      'What users meet is outside of rollout.sla. The condition SLAMet says Latency. The operator has the world in phase Stable; users have revision bbbbbbbbbb. It has rolled nothing back in the last 15 minutes. A release that is to blame is rolled back, after its bake too where rollout.watch says so.',
  },
  OperatorBlind: {
    wrong: { looked: undefined, slaMet: undefined, stable: undefined },
    severity: 'warning',
    description:
      'Prometheus hears nothing of this world from any operator. Users have what they had, and the traffic needs no operator; but while it is blind no release goes on, and none is rolled back.',
  },
};

const at = '10m';

/** What one rule is asked; the other rules would only take time. */
const only = (name: AlertName) => rules.filter(({ alert }) => alert === name);

describe.each(alertNames.map((name) => [name, cases[name]] as const))('%s', (name, one) => {
  const expected = {
    labels: {
      severity: one.severity,
      namespace: 'worlds',
      name: 'plaza',
      ...(one.ofPod && { pod: 'plaza-1', revision: 'bbbbbbbbbb' }),
    },
    annotations: {
      summary: only(name)[0]?.annotations['summary'] ?? '',
      description: one.description,
      runbook_url: `https://spacetime.dev/runbook/${name}.md`,
    },
  };

  it('tells what happened, and what the operator has done', async () => {
    const series = { ...seriesOf('lobby'), ...seriesOf('plaza', one.wrong) };
    expect(await alertProblems(only(name), series, { at, alert: name, firing: [expected] })).toBe('');
  });

  it('is silent while all is well, whatever happens to another world', async () => {
    const series = { ...seriesOf('lobby', one.wrong), ...seriesOf('plaza') };
    expect(await alertProblems(only(name), series, { at, alert: name, firing: [] })).toBe('');
  });
});

it('promtool has nothing against the rules', async () => {
  expect(await ruleProblems(rules)).toBe('');
});

const silent: readonly (readonly [string, AlertName, Told])[] = [
  [
    'a certificate that is renewed in time',
    'CertificateExpiresSoon',
    { notAfter: steady(2 * day), renewal: growing(15) },
  ],
  [
    'a world that the operator tells from no other, because there are too many',
    'OperatorBlind',
    { looked: undefined, withoutSeries: steady(1) },
  ],
  ['a world whose clients report no frames', 'LowFPS', { frames: 'NaN '.repeat(80) }],
  ['a database that one pod of two does not reach', 'DatabaseDown', { databaseElsewhere: steady(0) }],
];

it.each(silent)('%s is no alarm', async (_, alert, told) => {
  expect(await alertProblems(only(alert), seriesOf('plaza', told), { at, alert, firing: [] })).toBe('');
});

const firing: readonly (readonly [string, AlertName, Told])[] = [
  [
    'a certificate whose renewal is late',
    'CertificateExpiresSoon',
    { notAfter: steady(9 * day), renewal: steady(-3600) },
  ],
  ['an operator that has not looked for long', 'OperatorBlind', { looked: steady(-900) }],
  ['an operator that does not hear the pods', 'OperatorBlind', { slaMet: undefined, slaUnheard: steady(1) }],
  ['a database that no pod reaches', 'DatabaseDown', { database: steady(0) }],
  ['a world that Prometheus hears nothing of', 'APIDown', { answers200: undefined, answers500: undefined }],
];

it.each(firing)('%s is one', async (_, alert, told) => {
  const series = seriesOf('plaza', told);
  const said = await alertProblems(only(alert), series, { at, alert, firing: [] });
  expect(said).toMatch(new RegExp(`exp:\\[\\],[\\s\\S]*alertname=.{1,2}${alert}`));
});

it('a certificate that expires in six days is critical as well', async () => {
  const alert = 'CertificateExpiresSoon';
  const series = seriesOf('plaza', { notAfter: steady(6 * day) });
  const said = await alertProblems(only(alert), series, { at, alert, firing: [] });
  expect(said).toMatch(/severity=.+critical[\s\S]*severity=.+warning/);
});
