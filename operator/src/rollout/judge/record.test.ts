import { aLook, counts, probed } from '../../../test/aLook.ts';
import { noon } from '../../../test/builders.ts';
import { type Batch, frameBounds, nothingCounted } from './batch.ts';
import { logE } from './evidence/sums.ts';
import { emptyRecord, fold, type JudgeRecord } from './record.ts';

const folded = (...looks: Partial<Batch>[]): JudgeRecord =>
  looks.map((look, i) => aLook(i + 1, look)).reduce(fold, emptyRecord);
const errors = ({ measures }: JudgeRecord) => measures.errors;

describe('a batch', () => {
  it('closes when the candidate answered once and the stable twice', () => {
    const { seen } = errors(folded({ stable: counts(2), candidate: counts(1) }));
    expect([seen.stable.of, seen.candidate.of]).toEqual([2, 1]);
  });

  it.each([
    ['the candidate', { stable: counts(9), candidate: counts(0) }],
    ['the stable', { stable: counts(1), candidate: counts(9) }],
  ])('waits for %s', (_, look) => {
    const { seen, open } = errors(folded(look));
    expect([seen.stable.of, seen.candidate.of]).toEqual([0, 0]);
    expect(open.stable.of).toBe(look.stable.requests);
    expect(errors(folded(look, { stable: counts(2), candidate: counts(1) }))).toMatchObject({
      seen: { stable: { of: look.stable.requests + 2 } },
      open: { stable: { of: 0 } },
    });
  });

  it('keeps what it waited with when a look hears nobody', () => {
    const nobody = counts(0, { heard: 0 });
    const late = [{ hits: 1, of: 4 }];
    const { late: sums } = folded(
      { stable: counts(4, { late }), candidate: { ...nobody, late: [] } },
      { stable: nobody, candidate: nobody },
      { stable: nobody, candidate: counts(4, { late }) },
    );
    expect(sums[0]?.seen).toEqual({ stable: late[0], candidate: late[0] });
  });

  it('that makes no sense says nothing', () => {
    const broken = { requests: Number.NaN, errors: -5 };
    const record = folded({ stable: counts(9), candidate: { ...counts(0), ...broken } });
    expect(logE(errors(record))).toBe(0);
    expect(errors(folded({ stable: counts(2), candidate: counts(3, { errors: 9 }) })).seen.candidate).toEqual(
      {
        hits: 3,
        of: 3,
      },
    );
  });
});

describe('users who come to the old revision again', () => {
  const alone = { isCut: true, stable: counts(0), candidate: counts(20, { errors: 20 }) };
  const asked = { isCut: false, candidate: counts(10, { errors: 10 }) };

  it('are compared in the same seconds alone, from the first on whom it has answered', () => {
    const waiting = folded({}, alone, alone, { ...asked, stable: counts(0) });
    expect(waiting.isCut).toBe(true);
    const shared = fold(waiting, aLook(5, { ...asked, stable: counts(9) }));
    expect(shared.isCut).toBe(false);
    const inTheseSeconds = { stable: { hits: 0, of: 9 }, candidate: { hits: 10, of: 10 } };
    expect(errors(shared).seen).toEqual(inTheseSeconds);
    expect(shared.clients.others.seen).toEqual(inTheseSeconds);
  });

  it('are its past when the other one has all of them again', () => {
    const cut = folded(alone, { ...asked, stable: counts(10, { errors: 5 }) }, alone);
    expect(errors(cut).seen.stable).toEqual({ hits: 5, of: 10 });
  });
});

describe('slowness', () => {
  const steady = { stable: counts(60), candidate: counts(20) };
  const slow = { stable: counts(60, { slow: 3 }), candidate: counts(20, { slow: 10 }) };
  const latency = (...looks: Partial<Batch>[]) => folded(...looks).measures.latency.seen;

  it('is measured against what the stable did before', () => {
    expect(latency(steady, slow)).toEqual({ stable: { hits: 3, of: 60 }, candidate: { hits: 10, of: 20 } });
  });

  it('is not measured before the stable has given enough answers', () => {
    expect(latency({ stable: counts(49), candidate: counts(20) }, slow).candidate.of).toBe(0);
  });

  it('is never what nobody feels', () => {
    const soon = counts(20, { latency: [0, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0] });
    expect(latency(steady, { ...steady, candidate: soon }).candidate).toEqual({ hits: 0, of: 20 });
  });

  it('has no bound where the stable is slower than every bucket', () => {
    const endless = counts(60, { latency: [...Array.from({ length: 11 }, () => 0), 60] });
    expect(latency({ stable: endless, candidate: counts(20) }, slow).candidate.of).toBe(0);
  });
});

describe('frames', () => {
  /** Frames that clients showed in a second, all in the class that ends at `bound`. */
  const drawn = (clients: number, bound: (typeof frameBounds)[number]) =>
    counts(5, {
      clients,
      frames: nothingCounted.frames.map((_, i) => (frameBounds[i] === bound ? clients * 60 : 0)),
    });
  const shown = (looks: number, stable: number, candidate: number) =>
    folded(
      ...Array.from({ length: looks }, (_, i) => ({
        stable: drawn(stable, 0.0145),
        candidate: drawn(candidate, i < 6 ? 0.0145 : 0.025),
      })),
    ).measures.frames.seen;

  it('count a client once in five seconds, however many it draws', () => {
    expect(shown(6, 10, 5)).toEqual({ stable: { hits: 0, of: 10 }, candidate: { hits: 0, of: 5 } });
    expect(shown(16, 10, 5)).toEqual({ stable: { hits: 0, of: 30 }, candidate: { hits: 10, of: 15 } });
  });

  it('need five clients on each side', () => {
    expect(shown(16, 10, 4).candidate.of).toBe(0);
    expect(shown(16, 4, 5).candidate.of).toBe(0);
  });
});

describe('when the candidate gets all users', () => {
  const bad = {
    stable: counts(15),
    candidate: counts(5, { errors: 1 }),
    probes: probed(6, { onlyCandidateFailed: 1 }),
  };
  const alone = { isCut: true, stable: counts(0), candidate: counts(20) };

  it('the stable keeps what it did as its past, and the candidate begins anew', () => {
    const record = folded(bad, bad, bad, alone);
    expect(errors(record).seen).toEqual({ stable: { hits: 0, of: 45 }, candidate: { hits: 0, of: 20 } });
    expect(record.probes.seen.candidate).toEqual({ hits: 0, of: 0 });
    expect(logE(errors(record))).toBe(0);
  });

  it('a fault that comes late is found as soon as an early one', () => {
    const failing = { ...alone, candidate: counts(20, { errors: 20 }) };
    const good = Array.from({ length: 300 }, () => alone);
    expect(errors(folded(bad, ...good, failing)).logs).toEqual(errors(folded(bad, alone, failing)).logs);
  });
});

it('adds up probes, and the looks in which only the candidate failed them', () => {
  const probes = (onlyCandidateFailed: number) => ({
    probes: probed(6, { onlyCandidateFailed, onlyStableFailed: 1 }),
  });
  expect(folded(probes(2), probes(0), probes(1)).probes).toMatchObject({
    seen: { candidate: { hits: 3, of: 18 }, stable: { hits: 3, of: 18 } },
    badLooks: 2,
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
