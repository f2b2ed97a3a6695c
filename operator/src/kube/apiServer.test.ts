import { jest } from '@jest/globals';
import { aCluster, aSpaceTime, live } from '../../test/aCluster.ts';
import { resources } from './resources.ts';

jest.setTimeout(20_000);

describe('an announcement', () => {
  const announcement = { type: 'Warning', reason: 'RolledBack', message: 'Revision abc is held.' } as const;
  const path = '/apis/events.k8s.io/v1/namespaces/xr/events';

  it('is an Event about the object', async () => {
    const { cluster, answers } = await aCluster();
    const emitted = cluster.emit(aSpaceTime(), announcement);
    expect((await answers(`POST ${path}`, {})).body).toEqual({
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { name: expect.stringMatching(/^demo\.[0-9a-f]{16}$/), namespace: 'xr' },
      eventTime: '2026-01-01T00:00:01.000000Z',
      type: 'Warning',
      reason: 'RolledBack',
      action: 'RolledBack',
      note: 'Revision abc is held.',
      regarding: {
        apiVersion: 'spacetime.dev/v1',
        kind: 'SpaceTime',
        namespace: 'xr',
        name: 'demo',
        uid: 'owner',
      },
      reportingController: 'spacetime.dev/operator',
      reportingInstance: 'operator-1',
    });
    await emitted;
  });

  it('longer than an Event may be is cut, not refused', async () => {
    const { server, cluster } = await aCluster();
    const emitted = cluster.emit(aSpaceTime(), { ...announcement, message: 'é'.repeat(1000) });
    const asked = await server.next();
    const { note } = asked.body as { note: string };
    expect(Buffer.byteLength(note)).toBeLessThanOrEqual(1024);
    expect(note).toMatch(/^é{510}…$/);
    asked.answer(201, {});
    await emitted;
  });

  it.each<[string, number, number]>([
    ['that was made already is made', 409, 0],
    ['that cannot be made is logged, and never thrown', 403, 1],
  ])('%s', async (_, code, lines) => {
    const { server, cluster, logged } = await aCluster();
    const emitted = cluster.emit(aSpaceTime(), announcement);
    (await server.next()).refuse(code);
    await emitted;
    expect(logged).toHaveLength(lines);
  });
});

it('read answers the live object, or undefined when there is none', async () => {
  const { cluster, path, answers } = await aCluster();
  const found = cluster.read(resources.services, 'xr', 'demo');
  await answers(`GET ${path}`, live());
  expect((await found)?.spec?.selector).toEqual({ app: 'spacetime' });
  const missing = cluster.read(resources.services, 'xr', 'demo');
  await answers(`GET ${path}`, undefined);
  expect(await missing).toBeUndefined();
});
