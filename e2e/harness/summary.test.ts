import type { Answer } from './answer.ts';
import { summary } from './summary.ts';

const answer = (at: number, more: Partial<Answer> = {}): Answer => ({
  at,
  milliseconds: 10,
  lateMilliseconds: 1,
  status: 200,
  revision: 'good',
  connection: 'New',
  path: '/',
  askedAgain: false,
  ...more,
});
const whole = { from: 0, to: 10_000 };

describe('the summary of a release', () => {
  it('counts what failed: 5xx, 429 and answers that never came, but no other refusal', () => {
    const answers = [500, 503, 429, 0, 404, 401, 200].map((status, i) => answer(i, { status }));
    expect(summary(answers, whole)).toMatchObject({ requests: 7, failed: 4 });
  });

  it('measures from the first bad answer to the last, by when they arrived', () => {
    const answers = [
      answer(1000, { status: 500, milliseconds: 200 }),
      answer(1100),
      answer(2000, { status: 0, milliseconds: 5000 }),
    ];
    expect(summary(answers, whole).badSeconds).toBe(5.8);
  });

  it('is no time at all when one answer was bad, or none', () => {
    expect(summary([answer(1000, { status: 500 })], whole).badSeconds).toBe(0);
    expect(summary([answer(1000)], whole).badSeconds).toBe(0);
  });

  it('says who answered', () => {
    const { revision, ...silent } = answer(3, { status: 0 });
    const answers = [answer(1), answer(2, { revision: 'bad' }), silent];
    expect(summary(answers, whole).byRevision).toEqual({ good: 1, bad: 1, none: 1 });
  });

  it('counts only what was due in its stretch of time', () => {
    expect(summary([answer(99), answer(100), answer(200)], { from: 100, to: 200 }).requests).toBe(1);
  });

  it('tells of requests that went out twice, and of late ones', () => {
    const answers = [answer(1, { askedAgain: true }), answer(2, { lateMilliseconds: 80 })];
    expect(summary(answers, whole)).toMatchObject({ askedAgain: 1, mostLateMilliseconds: 80 });
  });
});
