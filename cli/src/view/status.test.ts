import { aHeld, aPod, aRelease, aSpaceTime, names, noon } from '../../test/aSpaceTime.ts';
import { colors, noColors } from './paint.ts';
import { statusLines } from './status.ts';

const pods = [
  ...[1, 2, 3].map((number) => aPod(names.stable, number)),
  aPod(names.candidate, 1),
  aPod(names.candidate, 2, false),
];
const shown = (world = aSpaceTime(), its = pods) => statusLines({ world, pods: its, now: noon }, noColors);

describe('a world in a canary', () => {
  it('is shown with its revisions, the way of the release, the verdict, the sums and the checks', () => {
    expect(shown().join('\n')).toBe(`\
worlds/plaza   Canary   http://plaza.worlds.svc
… Canary: Revision dddd555555 is in Canary, 25 % of users.

#  REVISION    ROLE       PODS  USERS                        IMAGE
2  cccc444444  stable      3/3   75 %  ███████████████░░░░░  spacetime:v1.2.0
3  dddd555555  candidate   1/2   25 %  █████░░░░░░░░░░░░░░░  spacetime:v1.3.0

Release of dddd555555, begun 90 s ago
  ✓ Preparing  ✓ Checking  ● Canary 1/2  · Promoting  · Baking  · Stable
  in Canary for 30 s, 10 min left
  verdict Continue (NoWorse), 3 s ago: 120 answers of the candidate, no worse than the stable.

  BAD OF ALL            STABLE         CANDIDATE  EVIDENCE (ln e)  LIMIT
  errors      2 of 400 (0.5 %)  9 of 120 (7.5 %)            12.30   9.21

     CHECK  RESULT             TOOK
  ✓  smoke  Passed              5 s
  ✗  load   Failed (Advisory)        mean 212 ms, limit 100 ms`);
  });
});

describe('what is shown besides', () => {
  const settled = { phase: 'Stable', candidateRevision: undefined, desiredRevision: names.stable } as const;

  it('is why a canary has no users for now', () => {
    const closed = {
      reason: 'CandidateSilent',
      since: new Date(noon.getTime() - 8000).toISOString(),
    } as const;
    expect(shown(aSpaceTime({ release: aRelease({ closed }) }))).toContain(
      '  no users for now: CandidateSilent, 8 s ago',
    );
  });

  it('is that a bake compares both revisions', () => {
    const comparedSince = new Date(noon.getTime() - 8000).toISOString();
    expect(shown(aSpaceTime({ release: aRelease({ phase: 'Baking', comparedSince }) }))).toContain(
      '  users come to both revisions again, to compare them: begun 8 s ago',
    );
  });

  it('is that a step waits for a person', () => {
    expect(shown(aSpaceTime({ release: aRelease({ approval: 'Required' }) }))).toContain(
      '  this step waits for a person: kubectl spacetime approve',
    );
  });

  it('is a drill, which changes nothing else', () => {
    const at = new Date(noon.getTime() - 8000).toISOString();
    const drill = {
      ...({ revision: 'ffff777777', fault: 'NeverReady', phase: 'Preparing' } as const),
      ...{ startedAt: at, phaseStartedAt: at, pullFailures: [] },
    };
    const line = 'Drill NeverReady: ffff777777 in Preparing, begun 8 s ago; it has no users.';
    const [usual, drilling] = [shown(aSpaceTime(settled)), shown(aSpaceTime({ ...settled, drill }))];
    expect(drilling).toContain(line);
    expect(drilling.filter((one) => one !== line)).toEqual(usual);
  });

  it('is that an earlier revision is on its way back', () => {
    const recall = { reason: 'Undone', message: 'A person went back to revision bbbb222222.' };
    const release = aRelease({ phase: 'RollingBack', recall });
    expect(shown(aSpaceTime({ release }))).toContain(
      '  this earlier revision is started to take all users back. A person went back to revision bbbb222222.',
    );
  });

  it('is that images cannot be pulled', () => {
    const release = aRelease({ phase: 'Preparing', pullFailures: ['plaza-1', 'plaza-2'] });
    expect(shown(aSpaceTime({ release }))).toContain('  pods whose image could not be pulled: 2');
  });

  it('is that its clock stands still, and since when', () => {
    const waiting = {
      reason: 'EnvironmentBad',
      since: new Date(noon.getTime() - 60_000).toISOString(),
    } as const;
    expect(shown(aSpaceTime({ release: aRelease({ phase: 'Preparing', waiting }) }))).toContain(
      '  its clock stands still: EnvironmentBad, 60 s ago',
    );
  });

  it('is that the time of a phase is over', () => {
    const deadline = new Date(noon.getTime() - 1000).toISOString();
    expect(shown(aSpaceTime({ release: aRelease({ deadline }) }))).toContain(
      '  in Canary for 30 s, its time is over',
    );
  });

  it('is what was undone, and that the spec still asks for it', () => {
    expect(
      shown(aSpaceTime({ ...settled, desiredRevision: names.candidate, heldRevisions: [aHeld()] })),
    ).toContain(
      '✗ 3 dddd555555 (asked for) held: ErrorRateWorse in Canary, 2 h ago. The candidate failed 9 of 120 (7.5 %) requests, the stable 2 of 400 (0.5 %).',
    );
  });

  it('is only the last three that were undone, newest first', () => {
    const at = (hour: number) => `2026-03-01T0${hour}:00:00.000Z`;
    const held = [1, 4, 2, 3].map((hour) => aHeld({ name: `held-${hour}`, since: at(hour) }));
    const lines = shown(aSpaceTime({ ...settled, release: undefined, heldRevisions: held }));
    expect(lines.filter((line) => line.startsWith('✗')).map((line) => line.split(' ')[1])).toEqual([
      'held-4',
      'held-3',
      'held-2',
    ]);
  });

  it('are pods of a revision that leaves', () => {
    expect(shown(aSpaceTime(settled), [aPod(names.old, 1)]).join('\n')).toMatch(
      /1 +bbbb222222 +leaving +1\/1 +0 %/,
    );
  });

  it('is that releases are paused, and that the operator has not seen the last change', () => {
    const lines = shown(aSpaceTime({ observedGeneration: 2 }, { paused: true }));
    expect(lines[0]).toBe('worlds/plaza   Canary   paused   http://plaza.worlds.svc');
    expect(lines).toContain('The operator has not looked at the last change of the spec yet.');
  });
});

it('a world that nobody has looked at yet is Pending', () => {
  const { status: _, ...unseen } = aSpaceTime();
  expect(shown(unseen, [])[0]).toBe('worlds/plaza   Pending   ');
});

it('a phase and a verdict of a newer operator are shown as they are', () => {
  const release = {
    ...aRelease(),
    phase: 'Rehearsing',
    verdict: { name: 'Ponder', reason: 'New', message: 'Hm.', time: noon.toISOString() },
  };
  const lines = shown(aSpaceTime({ release, phase: 'Rehearsing' } as object));
  expect(lines).toContain('  ● Rehearsing');
  expect(lines).toContain('  verdict Ponder (New), 0 s ago: Hm.');
});

it('colours change no text', () => {
  const painted = statusLines({ world: aSpaceTime({ heldRevisions: [aHeld()] }), pods, now: noon }, colors);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of.
  const plain = painted.map((line) => line.replaceAll(/\u001b\[\d+m/g, '').trimEnd());
  expect(painted.join()).not.toBe(plain.join());
  expect(plain).toEqual(shown(aSpaceTime({ heldRevisions: [aHeld()] })).map((line) => line.trimEnd()));
});
