import { check } from './ask/checks.ts';
import { deployed, services } from './ask/objects.ts';
import { allReady, allRun, noneDied, noTrouble } from './ask/pods.ts';
import { all, type Line, linesOf, machine } from './line.ts';

const kubernetes = linesOf('7.1', 'before', [
  machine(
    'kubernetes.deployment',
    'Deployment created successfully',
    'The Deployment of the revision is there and has ready pods.',
    deployed,
  ),
  machine(
    'kubernetes.pods-running',
    'Pods running (not CrashLoopBackOff)',
    'Every container of the revision runs.',
    allRun,
  ),
  machine(
    'kubernetes.services',
    'Services created and listening',
    'The Services are there, and the check program gets an answer through that of the revision.',
    all(services, check('smoke.health')),
  ),
  machine(
    'kubernetes.no-error-events',
    'No error events in pod description',
    'The conditions and container states of the pods, which such events are about.',
    all(noTrouble, allRun, noneDied),
  ),
]);

const probes = linesOf('7.2', 'before', [
  machine(
    'probes.liveness',
    'Liveness probe returns 200',
    'The check program asks /status, which the probe asks.',
    check('smoke.status'),
  ),
  machine(
    'probes.readiness',
    'Readiness probe returns 200',
    'The check program asks /health, which the probe asks.',
    check('smoke.health'),
  ),
  machine('probes.ready', 'Pod marked as Ready in Kubernetes', 'The condition Ready of every pod.', allReady),
]);

/** "7. Deployment Infrastructure". */
export const infrastructure: readonly Line[] = [...kubernetes, ...probes];
