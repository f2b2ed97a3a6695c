import { done, planned } from './planned.ts';
import { aTrial } from './trial.sample.ts';

const names = ['S1', 'S3', 'good', 'goodWithErrors'];

describe('planned', () => {
  it('runs all scenarios five times, and of each kind of good releases thirty; of others fewer', () => {
    const { only, peer, trials } = planned({}, names);
    expect({ only, peer }).toEqual({ only: names, peer: undefined });
    expect(names.map((name) => trials(name, 'SpaceTime'))).toEqual([5, 5, 30, 30]);
    expect(names.map((name) => trials(name, 'Flagger'))).toEqual([5, 0, 10, 10]);
  });

  it('runs what it is told to', () => {
    const env = { ONLY: 'S3, good', PEER: 'Flagger', SETTING: 'fastest', TRIALS: '2' };
    const { only, peer, setting, trials } = planned(env, names);
    expect({ only, peer, setting }).toEqual({ only: ['S3', 'good'], peer: 'Flagger', setting: 'fastest' });
    expect(names.map((name) => trials(name, 'SpaceTime'))).toEqual([2, 2, 2, 2]);
  });

  it.each([
    [{ ONLY: 'S1,S99' }, 'ONLY names S99, but there are only S1, S3, good, goodWithErrors.'],
    [{ TRIALS: 'many' }, 'TRIALS is many, but must be a whole number from 1.'],
    [{ TRIALS: '0' }, 'TRIALS is 0, but must be a whole number from 1.'],
  ])('refuses %j', (env, sentence) => {
    expect(() => planned(env, names)).toThrow(sentence);
  });
});

it('does not run again what the results hold', () => {
  const system = { name: 'SpaceTime', setting: 'defaults' };
  const trials = [aTrial(), aTrial({ scenario: 'S3' }), aTrial({ setting: 'other' })];
  expect(done(trials, system, 'S1')).toBe(1);
});

it('runs again what an overloaded machine has spoilt, whatever came of it', () => {
  const system = { name: 'SpaceTime', setting: 'defaults' };
  expect(done([aTrial({ lateMilliseconds: 501 }), aTrial({ lateMilliseconds: 500 })], system, 'S1')).toBe(1);
});
