import { aLook, counts } from '../../test/aLook.ts';
import { noon } from '../../test/builders.ts';
import type { Batch } from './batch.ts';
import { emptyRecord, fold, type JudgeRecord } from './record.ts';

const folded = (...looks: Partial<Batch>[]): JudgeRecord =>
  looks.map((look, i) => aLook(i + 1, look)).reduce(fold, emptyRecord);

describe('a batch', () => {
  it('closes when the candidate answered once and the stable twice', () => {
    const record = folded({ stable: counts(2), candidate: counts(1) });
    expect([record.stable.requests, record.candidate.requests]).toEqual([2, 1]);
  });

  it.each([
    ['the candidate', { stable: counts(9), candidate: counts(0) }],
    ['the stable', { stable: counts(1), candidate: counts(9) }],
  ])('waits for %s', (_, look) => {
    const record = folded(look);
    expect([record.stable.requests, record.candidate.requests]).toEqual([0, 0]);
    expect(record.open.stable.requests).toBe(look.stable.requests);
    expect(folded(look, { stable: counts(2), candidate: counts(1) })).toMatchObject({
      stable: { requests: look.stable.requests + 2 },
      open: { stable: { requests: 0 } },
    });
  });

  it('keeps what it waited with when a look hears nobody', () => {
    const nobody = counts(0, { heard: 0 });
    const late = [{ hits: 1, of: 4 }];
    const record = folded(
      { stable: counts(4, { late }), candidate: nobody },
      { stable: nobody, candidate: nobody },
      { stable: nobody, candidate: counts(4, { late }) },
    );
    expect(record.late).toEqual([{ stable: late[0], candidate: late[0] }]);
  });
});

describe('equal weight', () => {
  it('counts each look on both sides as often as on the smaller one', () => {
    const { failed } = folded(
      { stable: counts(90, { errors: 9 }), candidate: counts(10, { errors: 1 }) },
      { stable: counts(20, { errors: 10 }), candidate: counts(40, { errors: 20 }) },
    );
    expect(failed).toEqual({ stable: { hits: 11, of: 30 }, candidate: { hits: 11, of: 30 } });
  });

  it('forgets what was lately so', () => {
    const bad = { stable: counts(10, { errors: 10 }), candidate: counts(10, { errors: 10 }) };
    const good = { stable: counts(10), candidate: counts(10) };
    const share = ({ lately }: JudgeRecord) => lately.stable.hits / lately.stable.of;
    expect(share(folded(bad))).toBe(1);
    expect(share(folded(bad, ...Array.from({ length: 25 }, () => good)))).toBeLessThan(0.01);
  });
});

describe('slowness', () => {
  const steady = { stable: counts(60), candidate: counts(20) };
  const slow = { stable: counts(60, { slow: 3 }), candidate: counts(20, { slow: 10 }) };

  it('is measured against what the stable did before', () => {
    expect(folded(steady, slow).slow).toEqual({
      stable: { hits: 1, of: 20 },
      candidate: { hits: 10, of: 20 },
    });
  });

  it('is not measured before the stable has given enough answers', () => {
    expect(folded({ stable: counts(49), candidate: counts(20) }, slow).slow.candidate.of).toBe(0);
  });

  it('is never what nobody feels', () => {
    const soon = counts(20, { latency: [0, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0] });
    expect(folded(steady, { ...steady, candidate: soon }).slow.candidate).toEqual({ hits: 0, of: 20 });
  });

  it('has no bound where the stable is slower than every bucket', () => {
    const endless = counts(60, { latency: [...Array.from({ length: 11 }, () => 0), 60] });
    expect(folded({ stable: endless, candidate: counts(20) }, slow).slow.candidate.of).toBe(0);
  });
});

it('adds up probes, and the looks in which only the candidate failed them', () => {
  const probes = (onlyCandidateFailed: number) => ({
    probes: { pairs: 4, onlyCandidateFailed, onlyStableFailed: 1 },
  });
  expect(folded(probes(2), probes(0), probes(1))).toMatchObject({
    probes: { pairs: 12, candidateFailed: 3, stableFailed: 3 },
    badProbeLooks: 2,
  });
});

it('remembers when each revision was last heard', () => {
  const silent = counts(0, { heard: 0 });
  const at = (seconds: number) => noon.getTime() + seconds * 1000;
  expect(folded({ candidate: silent }, {}, { stable: silent }).heardAt).toEqual({
    stable: at(2),
    candidate: at(3),
  });
  expect(folded({ candidate: silent }).heardAt).toEqual({ stable: at(1), candidate: 0 });
});
