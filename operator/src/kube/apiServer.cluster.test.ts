import { jest } from '@jest/globals';
import { aContract } from '../../test/contract.ts';
import { collectionPath, resources } from './resources.ts';

jest.setTimeout(120_000);

const { cluster, namespace, owner, server } = aContract();

it('an announcement can be read as an Event, and is one however often it is said', async () => {
  const announcement = { type: 'Warning', reason: 'RolledBack', message: 'Revision abc is held.' } as const;
  await cluster.emit(owner(), announcement);
  await cluster.emit(owner(), announcement);
  const { items } = await server.request<{ items: object[] }>({
    doing: 'list events',
    method: 'GET',
    path: collectionPath(resources.events, namespace),
    query: { fieldSelector: 'reason=RolledBack' },
  });
  expect(items.length).toBeGreaterThanOrEqual(1);
  expect(items[0]).toMatchObject({
    note: 'Revision abc is held.',
    regarding: { kind: 'ConfigMap', name: 'owner' },
  });
});
