import { after, anOwner, noon } from '../../test/builders.ts';
import type { DatabasePod, ManagedFound } from '../plan/databaseFound.ts';
import { databasePlan } from '../plan/databasePlan.ts';
import { type DatabaseMoment, databaseFinding } from './database.ts';
import { databaseAnnouncements } from './databaseEvents.ts';

const pod: DatabasePod = { name: 'plaza-db-0', isReady: false, isEnding: false, settings: undefined };
const found = (more: Partial<ManagedFound> = {}): ManagedFound => ({
  is: 'Managed',
  random: ['YWFh', 'YmJi'],
  defaultImage: 'postgres:18',
  ...more,
});

/** The condition as it stood `seconds` before the moment that is asked about. */
const stood = (
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  seconds: number,
  serves = true,
): DatabaseMoment => ({
  now: after(seconds),
  serves,
  before: {
    type: 'DatabaseReady',
    status,
    reason,
    message: '',
    lastTransitionTime: noon.toISOString(),
    observedGeneration: 1,
  },
});

const finding = (moment: DatabaseMoment, more: Partial<ManagedFound> = {}) => {
  const all = found(more);
  const { status, reason } = databaseFinding(all, databasePlan(anOwner(), all), moment);
  return `${status} ${reason}`;
};

it.each<[string, DatabaseMoment, Partial<ManagedFound>, string]>([
  ['starts at first', { now: noon, before: undefined, serves: false }, {}, 'Unknown Starting'],
  [
    'takes connections when its pod is ready',
    stood('Unknown', 'Starting', 9),
    { pod: { ...pod, isReady: true } },
    'True Ready',
  ],
  ['starts again when it was there', stood('True', 'Ready', 9), { pod }, 'Unknown Starting'],
  ['may take a minute for that', stood('Unknown', 'Starting', 59), { pod }, 'Unknown Starting'],
  ['is unavailable after a minute', stood('Unknown', 'Starting', 60), { pod }, 'False Unavailable'],
  [
    'may take longer for its very first start',
    stood('Unknown', 'Starting', 299, false),
    { pod },
    'Unknown Starting',
  ],
  [
    'is unavailable when even that is over',
    stood('Unknown', 'Starting', 300, false),
    { pod },
    'False Unavailable',
  ],
  ['stays unavailable until it is back', stood('False', 'Unavailable', 1), { pod }, 'False Unavailable'],
  [
    'is unavailable at once when its pod cannot start',
    stood('True', 'Ready', 1),
    { pod: { ...pod, trouble: 'no' } },
    'False Unavailable',
  ],
  [
    'is under maintenance while it restarts for that',
    stood('True', 'Maintenance', 9),
    { pod },
    'True Maintenance',
  ],
])('a database %s', (_, moment, more, expected) => {
  expect(finding(moment, more)).toBe(expected);
});

it.each([
  [20, 'Unknown Starting'],
  [21, 'False VolumePending'],
])('a database without a volume for %i seconds is %s', (seconds, expected) => {
  const volume = { isOurs: true, isBound: false, size: '10Gi', createdAt: noon.toISOString() };
  const secret = {
    isOurs: true,
    values: { DATABASE_URL: 'eA==', PASSWORD: 'eA==', SUPERUSER_PASSWORD: 'eA==' },
  };
  expect(finding(stood('Unknown', 'Starting', seconds, false), { volume, secret })).toBe(expected);
});

describe('what is announced', () => {
  const announced = (
    before: DatabaseMoment['before'],
    reason: 'Ready' | 'Starting' | 'Maintenance' | 'Unavailable',
    stable?: string,
  ) => {
    const status = (
      { Ready: 'True', Maintenance: 'True', Starting: 'Unknown', Unavailable: 'False' } as const
    )[reason];
    const after = { type: 'DatabaseReady', status, reason, message: '' } as Parameters<
      typeof databaseAnnouncements
    >[1];
    return databaseAnnouncements(before, after, stable).map((one) => one.reason);
  };
  const { before: ready } = stood('True', 'Ready', 0);
  const { before: starting } = stood('Unknown', 'Starting', 0);
  const { before: gone } = stood('False', 'Unavailable', 0);
  const { before: maintained } = stood('True', 'Maintenance', 0);

  it.each([
    ['the first start', undefined, 'Starting', undefined, []],
    ['its end', starting, 'Ready', undefined, ['DatabaseCreated']],
    ['that it is gone', ready, 'Starting', 'v1', ['DatabaseUnavailable']],
    ['that it does not come back', starting, 'Unavailable', 'v1', ['DatabaseUnavailable']],
    ['nothing more while it is gone', gone, 'Unavailable', 'v1', []],
    ['that it is back', gone, 'Ready', 'v1', ['DatabaseRecovered']],
    ['maintenance', ready, 'Maintenance', 'v1', ['DatabaseMaintenance']],
    ['maintenance once', maintained, 'Maintenance', 'v1', []],
    ['nothing at its end', maintained, 'Ready', 'v1', []],
  ] as const)('is %s', (_, before, reason, stable, expected) => {
    expect(announced(before, reason, stable)).toEqual(expected);
  });
});
