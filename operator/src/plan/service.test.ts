import {
  baking,
  canary,
  checking,
  compared,
  first,
  lastStep,
  preparing,
  promoting,
  stable,
} from '../../test/aRollout.ts';
import { aHold, anOwner, aTrial, revisions } from '../../test/builders.ts';
import { labels } from '../api/identity.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { previewService, service, usersService } from './service.ts';

const { a, b } = revisions;
const draining: Rollout = { phase: 'RollingBack', ...aTrial(), hold: aHold() };
const rolledBack: Rollout = { phase: 'RolledBack', stable: a, hold: aHold() };

const portsOf = (spec: object) =>
  service(anOwner(spec), stable).spec?.ports?.map(({ name, port, targetPort, protocol }) => [
    name,
    port,
    targetPort,
    protocol,
  ]);

it('is of the type that the spec asks for, and the preview never leaves the cluster', () => {
  const owner = anOwner({ exposure: { service: { type: 'LoadBalancer' } } });
  expect(service(owner, canary).spec?.type).toBe('LoadBalancer');
  expect(previewService(owner, revisions.b).spec?.type).toBe('ClusterIP');
});

it('has the same ports whatever numbers the pods listen on', () => {
  const expected = [
    ['http', 80, 'http', 'TCP'],
    ['telemetry', 8081, 'telemetry', 'TCP'],
    ['discovery', 8087, 'discovery', 'UDP'],
  ];
  expect(portsOf({})).toEqual(expected);
  expect(portsOf({ api: { port: 9000 }, telemetry: { port: 9001 }, discovery: { port: 9002 } })).toEqual(
    expected,
  );
});

it('serves HTTPS where there is a certificate', () => {
  expect(portsOf({ tls: { secretRef: { name: 'cert' } } })).toContainEqual(['https', 443, 'https', 'TCP']);
});

it('of a revision for users has none but its ready pods', () => {
  const { spec } = usersService(anOwner(), revisions.b);
  expect(spec?.selector).toMatchObject({ 'spacetime.dev/revision': revisions.b });
  expect(spec?.publishNotReadyAddresses).toBeUndefined();
});

it('of a revision alone selects that revision alone, and finds its drained pods too', () => {
  expect(previewService(anOwner(), revisions.b).spec).toMatchObject({
    selector: { 'spacetime.dev/revision': revisions.b },
    publishNotReadyAddresses: true,
  });
});

const both = { [labels.instance]: 'plaza', [labels.component]: 'runtime' };
const only = (revision: string) => ({ ...both, [labels.revision]: revision });

describe('the traffic', () => {
  it.each<[string, Rollout, object]>([
    ['nobody, while there is no revision', { phase: 'Pending' }, only('none')],
    ['nobody, while the first release is prepared', first, only('none')],
    ['the stable revision', stable, only(a)],
    ['the stable revision, while a candidate is prepared', preparing, only(a)],
    ['the stable revision, while a candidate is checked', checking, only(a)],
    ['both in a canary', canary, both],
    ['both in its last step', lastStep, both],
    ['both while the candidate grows', promoting, both],
    ['the candidate in its bake', baking, only(b)],
    ['both while a bake compares', compared, both],
    ['the stable revision again while a candidate is undone', draining, only(a)],
    ['the stable revision after a rollback', rolledBack, only(a)],
    ['nobody after a first release was undone', { ...rolledBack, stable: undefined }, only('none')],
  ])('goes to %s', (_, rollout, expected) => {
    expect(service(anOwner(), rollout).spec?.selector).toEqual(expected);
  });
});
