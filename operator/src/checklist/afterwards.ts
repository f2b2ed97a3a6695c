import { check, endpoints } from './ask/checks.ts';
import { heard, nothingBroken } from './ask/live.ts';
import { all, type Line, linesOf, machine, people } from './line.ts';

const webhook = 'The check program receives a delivery of a world of the same image';
const job = 'The check program has a world of the same image work on a job';

const endpointLines = linesOf('Post-Deployment 1', 'after', [
  machine(
    'live.endpoints',
    'All endpoints return expected responses',
    'The check program asks rollout.checks.smoke.paths, or the four routes that every world has.',
    all(endpoints, check('smoke.status')),
  ),
  machine(
    'live.authentication',
    'Authentication working correctly',
    'The check program asks with no token, a wrong one and a good one.',
    check('smoke.authentication'),
  ),
  machine('live.limit', 'Rate limiting active', 'The check program exceeds a limit.', check('smoke.limit')),
]);

const webhooks = linesOf('Post-Deployment 2', 'after', [
  machine('live.webhook-received', 'Webhook received at destination', `${webhook}.`, check('smoke.webhook')),
  machine(
    'live.webhook-signature',
    'HMAC signature valid',
    `${webhook}, and verifies both signatures.`,
    check('smoke.webhook'),
  ),
  machine(
    'live.webhook-payload',
    'Payload contains correct data',
    `${webhook}, and reads what it tells.`,
    check('smoke.webhook'),
  ),
]);

const jobs = linesOf('Post-Deployment 3', 'after', [
  machine('live.job-submitted', 'Job submitted successfully', `${job}.`, check('smoke.job')),
  machine(
    'live.job-background',
    'Job processes in background',
    `${job}, and asks on meanwhile.`,
    check('smoke.job'),
  ),
  machine(
    'live.job-status',
    'Job status updates correctly',
    `${job}, and reads its status.`,
    check('smoke.job'),
  ),
  machine(
    'live.job-completed',
    'Job completes successfully',
    `${job}, until it is completed.`,
    check('smoke.job'),
  ),
]);

const measured = linesOf('Post-Deployment 4', 'after', [
  machine(
    'live.metrics',
    'Metrics being collected',
    'The operator has read /metrics of the live pods within two minutes.',
    heard,
  ),
  people(
    'live.dashboards',
    'Dashboards displaying correctly',
    'Grafana is your own: attest when you have seen it.',
  ),
]);

const anomalies = linesOf('Post-Deployment 4', 'bakes', [
  machine(
    'live.no-anomalies',
    'No anomalous metrics',
    'What the operator reads of the live pods breaks no limit of rollout.sla.',
    nothingBroken,
  ),
]);

const audit = linesOf('Post-Deployment 5', 'after', [
  machine(
    'audit.authentication',
    'Authentication cannot be bypassed',
    'The check program asks without a token and with a wrong one, also below /api.',
    check('smoke.authentication'),
  ),
  machine('audit.limit', 'Rate limiting working', 'The check program exceeds a limit.', check('smoke.limit')),
  machine(
    'audit.tls',
    'TLS configured correctly',
    'The check program shakes hands: dates, protocol, and who is believed.',
    check('smoke.tls'),
  ),
  machine(
    'audit.headers',
    'Security headers present',
    'The check program reads the headers of four answers.',
    check('smoke.headers'),
  ),
]);

/** "Post-Deployment Testing Procedures". */
export const afterwards: readonly Line[] = [
  ...endpointLines,
  ...webhooks,
  ...jobs,
  ...measured,
  ...anomalies,
  ...audit,
];
