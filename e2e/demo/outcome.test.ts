import { type DemoShipped, failures, missed, outcome } from './outcome.ts';
import { anOutcome } from './sample.ts';

const good = { title: 'good', good: true, reach: { failed: 0 } };

describe('the demo fails', () => {
  it.each([
    ['when a bad release stays', anOutcome({ verdict: 'Released' }), ['(a) bad: it stayed.']],
    [
      'when a good release is undone',
      anOutcome({ release: good, seen: { failed: 0 } }),
      ['good: it was undone, ErrorRateWorse.'],
    ],
    [
      'when a good release loses a request',
      anOutcome({ release: good, verdict: 'Released', seen: { failed: 1 } }),
      ['good: it lost 1 requests.'],
    ],
    ['not for requests that a bad release failed before it was undone', anOutcome(), []],
    ['not for a good release', anOutcome({ release: good, verdict: 'Released', seen: { failed: 0 } }), []],
  ])('%s', (_, given, expected) => expect(failures(given)).toEqual(expected));
});

describe('what was not reached', () => {
  it('is nothing within the bounds', () => expect(missed(anOutcome())).toEqual([]));

  it('names every bound', () => {
    const given = anOutcome({
      release: { reach: { failed: 0, badSeconds: 1, verdictSeconds: 10 } },
      restored: false,
    });
    expect(missed(given)).toEqual(['failed ≤ 0', 'bad s ≤ 1', 'verdict s ≤ 10', 'same objects']);
  });
});

it('an outcome says what users saw between two releases', () => {
  const { release, revision, verdict, reason, message, notes, restored } = anOutcome();
  const told = { release, revision, verdict, reason, message, notes, restored };
  const shipped: DemoShipped = { ...told, from: 1000, decidedAt: 3000, to: 5000 };
  const answer = (at: number, status: number) => ({
    at,
    status,
    revision,
    milliseconds: 10,
    lateMilliseconds: 0,
    connection: 'New' as const,
    path: '/',
    askedAgain: false,
  });
  const given = [answer(900, 500), answer(1000, 500), answer(2500, 200), answer(5000, 500)];
  expect(outcome(shipped, given)).toMatchObject({
    verdictSeconds: 2,
    tookSeconds: 4,
    servedByBad: 2,
    seen: { requests: 2, failed: 1 },
  });
});
