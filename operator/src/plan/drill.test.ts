import { anOwner, aRecorded, revisions } from '../../test/builders.ts';
import { drillFaults } from '../api/status/drill.ts';
import { drilled } from './drill.ts';
import { selectorOf } from './metadata.ts';

const owner = anOwner();
const stable = aRecorded(revisions.a);
const container = (fault: (typeof drillFaults)[number], of = stable) =>
  drilled(of, { candidate: revisions.c, fault }).template.spec?.containers[0];

it.each(drillFaults)(
  'the pods of a drill %s bear its own name, so that no address of the world finds them',
  (fault) => {
    const { name, template } = drilled(stable, { candidate: revisions.c, fault });
    expect(name).toBe(revisions.c);
    expect(template.metadata?.labels).toMatchObject(selectorOf(owner, revisions.c));
    expect(container(fault)?.env).toContainEqual({ name: 'SPACETIME_REVISION', value: revisions.c });
  },
);

it.each(drillFaults)('a drill %s changes its fault and its name alone', (fault) => {
  const text = JSON.stringify(drilled(stable, { candidate: revisions.c, fault }).template.spec?.volumes);
  expect(text).toBe(JSON.stringify(stable.template.spec?.volumes));
  const changed = { image: 0, command: 0, args: 0, env: 0, startupProbe: 0, readinessProbe: 0 };
  expect({ ...container(fault), ...changed }).toEqual({ ...stable.template.spec?.containers[0], ...changed });
});

it.each([
  ['spacetime:v1', `spacetime:drill-${revisions.c}`],
  ['registry:5000/worlds/plaza', `registry:5000/worlds/plaza:drill-${revisions.c}`],
  ['registry:5000/plaza:v1@sha256:0abc', `registry:5000/plaza:drill-${revisions.c}`],
])('the image %s is missing as %s', (image, missing) => {
  expect(container('MissingImage', aRecorded(revisions.a, {}, anOwner({ image })))?.image).toBe(missing);
});

it('what is never ready is known soon', () => {
  expect(container('NeverReady')).toMatchObject({
    startupProbe: { failureThreshold: 5, periodSeconds: 1, terminationGracePeriodSeconds: 1 },
    readinessProbe: { httpGet: { path: '/drill/never-ready' } },
  });
});
