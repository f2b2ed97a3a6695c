import type { Trial } from './trial.ts';

/** A bad release that was undone, and whatever a test changes about it. */
export const aTrial = (change: Partial<Trial> = {}): Trial => ({
  scenario: 'S1',
  system: 'SpaceTime',
  setting: 'defaults',
  at: '2026-01-01T00:00:00.000Z',
  verdict: 'Undone',
  reason: 'ErrorRateWorse',
  expected: 'Undone',
  verdictSeconds: 20,
  totalSeconds: 26,
  badSeconds: { new: 1, kept: 2 },
  failed: { new: 3, kept: 4 },
  requests: { new: 200, kept: 200 },
  servedByTrial: 7,
  sockets: { stableLost: 0, trialLost: 0, trialMoved: 3, backSeconds: [0.1, 0.2, 0.4] },
  apiWrites: 30,
  controllerCores: 0.02,
  controllerMiB: 50,
  cutMilliseconds: 90,
  restored: true,
  lateMilliseconds: 4,
  more: {},
  ...change,
});
