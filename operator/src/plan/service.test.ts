import { canary, stable } from '../../test/aRollout.ts';
import { anOwner, revisions } from '../../test/builders.ts';
import { previewService, service, usersService } from './service.ts';

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
