import { check, endpoints } from './ask/checks.ts';
import { rolledOut } from './ask/objects.ts';
import { allHealthy, noneDied } from './ask/pods.ts';
import { noDowntime } from './ask/release.ts';
import { all, type Line, linesOf, machine } from './line.ts';

const loaded = 'The load check: so many requests, so many at a time, against a world of the same image.';

const smoke = linesOf('Deployment 2', 'before', [
  machine(
    'deployment.endpoints',
    'All critical endpoints return 200',
    'The check program asks rollout.checks.smoke.paths, or the four routes that every world has.',
    endpoints,
  ),
  machine(
    'deployment.no-500',
    'No 500 errors',
    'The same, and under the load check as many are good as the spec asks for.',
    all(endpoints, check('load')),
  ),
  machine(
    'deployment.response-times',
    'Response times acceptable',
    'The mean of the load check is below rollout.checks.load.maxMeanMilliseconds.',
    check('load'),
  ),
]);

const load = linesOf('Deployment 3', 'before', [
  machine('deployment.load', 'Load test completes successfully', loaded, check('load')),
  machine(
    'deployment.load-no-crash',
    'No crashes or errors',
    `${loaded} No container has died.`,
    all(check('load'), noneDied),
  ),
  machine(
    'deployment.load-within-sla',
    'Response times within SLA',
    'The mean of the load check is below rollout.checks.load.maxMeanMilliseconds.',
    check('load'),
  ),
]);

const rollout = linesOf('Deployment 4', 'bakes', [
  machine(
    'deployment.rollout',
    'Rolling update completes successfully',
    'The release has ended with all users, and the Deployment has all its pods updated and available.',
    rolledOut,
  ),
  machine(
    'deployment.pods-healthy',
    'All pods healthy',
    'When the release has ended, as many pods as the spec asks for are Ready.',
    allHealthy,
  ),
  machine(
    'deployment.no-downtime',
    'No downtime during rollout',
    'Condition Available was True from before the release began until now.',
    noDowntime,
  ),
]);

/** "Deployment Verification Steps". */
export const deploymentLines: readonly Line[] = [...smoke, ...load, ...rollout];
