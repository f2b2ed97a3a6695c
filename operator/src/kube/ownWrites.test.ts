import { ownWrites } from './ownWrites.ts';
import type { Stored } from './types.ts';

const stored = (kind: string, name: string, resourceVersion: number, ownerUid?: string): Stored => ({
  apiVersion: 'v1',
  kind,
  metadata: {
    namespace: 'xr',
    name,
    uid: `uid-${name}`,
    resourceVersion: String(resourceVersion),
    creationTimestamp: '2026-01-01T00:00:00Z',
    ...(ownerUid && {
      ownerReferences: [
        { apiVersion: 'v1', kind: 'SpaceTime', name: 'demo', uid: ownerUid, controller: true },
      ],
    }),
  },
});

function writesSeenUpTo(seen: Record<string, number>) {
  return ownWrites(({ kind }, version) => (seen[kind] ?? 0) >= Number(version));
}

describe('R8: own writes', () => {
  it('are unseen until the cache of their kind has reached them', () => {
    const seen = { Service: 5, Deployment: 5 };
    const writes = writesSeenUpTo(seen);
    writes.note(stored('Service', 'a', 10, 'owner'));
    writes.note(stored('Deployment', 'a', 11, 'owner'));
    expect(writes.unseen('owner')).toEqual(['Service xr/a', 'Deployment xr/a']);
    seen.Service = 12;
    expect(writes.unseen('owner')).toEqual(['Deployment xr/a']);
    seen.Deployment = 11;
    expect(writes.unseen('owner')).toEqual([]);
  });

  it('count for their own owner only; a status counts for the object itself', () => {
    const writes = writesSeenUpTo({});
    writes.note(stored('Service', 'a', 10, 'one'));
    writes.note(stored('SpaceTime', 'demo', 11));
    expect(writes.unseen('one')).toEqual(['Service xr/a']);
    expect(writes.unseen('uid-demo')).toEqual(['SpaceTime xr/demo']);
    expect(writes.unseen('two')).toEqual([]);
  });

  it('to one object: only the last counts', () => {
    const seen = { Service: 10 };
    const writes = writesSeenUpTo(seen);
    writes.note(stored('Service', 'a', 10, 'owner'));
    writes.note(stored('Service', 'a', 20, 'owner'));
    expect(writes.unseen('owner')).toEqual(['Service xr/a']);
    seen.Service = 20;
    expect(writes.unseen('owner')).toEqual([]);
  });
});
