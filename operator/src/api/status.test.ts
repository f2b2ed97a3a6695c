import { parseStatus } from './status.ts';

describe('parseStatus', () => {
  it('reads an absent status as one with empty lists', () => {
    const empty = {
      conditions: [],
      revisions: [],
      heldRevisions: [],
      secrets: [],
      commands: [],
      notifications: [],
    };
    expect(parseStatus(undefined)).toEqual(empty);
    expect(parseStatus({})).toEqual(empty);
  });

  it('keeps a release as it was written', () => {
    const release = {
      revision: 'bcdfghjklm',
      phase: 'Canary',
      startedAt: '2026-11-20T10:00:00.000Z',
      phaseStartedAt: '2026-11-20T10:01:00.000Z',
      step: 1,
      steps: 2,
      trafficPercent: 33,
      checks: [{ name: 'smoke', mode: 'Required', result: 'Passed' }],
      pullFailures: ['spacetime-bcdfghjklm-x'],
    };
    expect(parseStatus({ release }).release).toEqual(release);
  });

  it('names the field that does not fit', () => {
    expect(() => parseStatus({ release: { revision: 'a' } })).toThrow(/^status\.release\.phase: /);
    expect(() => parseStatus({ heldRevisions: [{ name: 'far too long a name' }] })).toThrow(
      /^status\.heldRevisions\[0\]\.name: /,
    );
  });
});
