import type { Answer } from './post.ts';
import { attempts, schedules } from './schedule.ts';
import { verdict } from './verdict.ts';

const now = new Date('2026-01-01T00:00:00Z');
const judged = (answer: Answer, attempt = 1, luck = 0) =>
  verdict(answer, { attempt, now, schedule: schedules.Standard, luck });
const status = (code: number, retryAfter?: string): Answer => ({ status: code, retryAfter });
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe('the verdict on an attempt', () => {
  it.each([200, 201, 204, 299])('is delivered for %d', (code) => {
    expect(judged(status(code))).toEqual({ outcome: 'delivered' });
  });

  it.each([301, 304, 307, 400, 401, 404, 500, 503])('is to try again for %d', (code) => {
    expect(judged(status(code))).toMatchObject({ outcome: 'retried', at: at(5) });
  });

  it('is to try again where there was no answer', () => {
    expect(judged({ fault: 'There was none.' })).toEqual({
      outcome: 'retried',
      error: 'There was none.',
      at: at(5),
    });
  });

  it('ends the webhook for 410, whatever the attempt', () => {
    expect(judged(status(410), 3)).toMatchObject({ outcome: 'failed', gone: true });
  });

  it('keeps to the schedule of Standard Webhooks, and gives up after its end', () => {
    const delays = Array.from({ length: attempts(schedules.Standard) }, (_, n) => {
      const next = judged(status(500), n + 1);
      return next.outcome === 'retried' ? (next.at.getTime() - now.getTime()) / 1000 : next.outcome;
    });
    expect(delays).toEqual([5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400, 'failed']);
  });

  it('is up to a fifth later, so that what failed together is not tried together', () => {
    expect(judged(status(500), 2, 1)).toMatchObject({ at: at(360) });
  });

  it.each([
    ['seconds', 429, '120', 120],
    ['a date', 502, 'Thu, 01 Jan 2026 01:00:00 GMT', 3600],
    ['at most a day', 504, '999999', 86400],
  ])('leaves the whole receiver alone as Retry-After says: %s', (_, code, retryAfter, seconds) => {
    expect(judged(status(code, retryAfter))).toMatchObject({ at: at(seconds), quietUntil: at(seconds) });
  });

  it.each([
    [500, '120'],
    [429, 'soon'],
    [429, '-5'],
    [429, 'Thu, 01 Jan 2015 01:00:00 GMT'],
  ])('keeps to the schedule for %d with Retry-After: %s', (code, retryAfter) => {
    expect(judged(status(code, retryAfter))).toEqual({
      outcome: 'retried',
      error: `The receiver answered ${code}.`,
      at: at(5),
    });
  });
});
