import { systemClock } from '../../../operator/src/clock.ts';
import { recordText } from '../../../operator/src/rollout/judge/history.ts';
import { emptyRecord } from '../../../operator/src/rollout/judge/record.ts';
import { aLook, anSla, counts } from '../../../operator/test/aLook.ts';
import { aHeld, aPod, aRecord, aSpaceTime, names, noon } from '../../test/aSpaceTime.ts';
import { type FakeApiServer, fakeApiServer, type Holds } from '../../test/fakeApiServer.ts';
import { typing } from '../../test/typing.ts';

let server: FakeApiServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function typed(args: readonly string[], holds: Holds = { spacetimes: [aSpaceTime()] }) {
  server = await fakeApiServer(holds);
  return typing(args, server.kubeconfig);
}

describe('status', () => {
  it('shows the only world of the namespace, with its pods', async () => {
    const pods = [aPod(names.stable, 1), aPod(names.candidate, 1)];
    const { out } = await typed(['status'], { spacetimes: [aSpaceTime()], pods });
    expect(out).toContain('worlds/plaza   Canary');
    expect(out).toMatch(/cccc444444\s+stable\s+1\/1\s+75 %/);
  });

  it('shows a line for each of several worlds', async () => {
    const { out } = await typed(['status'], {
      spacetimes: [aSpaceTime(), aSpaceTime({}, { name: 'market' })],
    });
    expect(out.split('\n').map((line) => line.split(/\s+/)[0])).toEqual(['NAME', 'plaza', 'market']);
  });

  it('is JSON with -o json', async () => {
    const { out } = await typed(['status', '-o', 'json']);
    expect(JSON.parse(out)).toMatchObject({ namespace: 'worlds', name: 'plaza', phase: 'Canary' });
  });

  it('draws anew with -w whenever the world changes, and says when it is gone', async () => {
    const fake = await fakeApiServer({ spacetimes: [aSpaceTime()] });
    server = fake;
    const enough = new AbortController();
    const drawn: string[] = [];
    const redraw = ([title = '']: readonly string[]) => {
      if (drawn.at(-1) !== title) drawn.push(title);
      if (title.includes('Canary')) fake.change(aSpaceTime({ phase: 'Promoting' }));
      if (title.includes('Promoting')) enough.abort();
    };
    const { exitCode } = await typing(['status', '-w'], fake.kubeconfig, { signal: enough.signal, redraw });
    expect(exitCode).toBe(0);
    expect(drawn).toEqual([
      'worlds/plaza   Canary   http://plaza.worlds.svc',
      'worlds/plaza   Promoting   http://plaza.worlds.svc',
    ]);
  });
});

it('status -w says when the API server is away, and goes on', async () => {
  const fake = await fakeApiServer({ spacetimes: [aSpaceTime()] });
  server = fake;
  const enough = new AbortController();
  const impatient = {
    ...systemClock,
    after: (_: number, signal?: AbortSignal) => systemClock.after(1, signal),
  };
  const redraw = (lines: readonly string[]) => {
    void fake.hangUp();
    if (lines.some((line) => line.startsWith('The API server has not answered for '))) enough.abort();
  };
  const { exitCode } = await typing(['status', '-w'], fake.kubeconfig, {
    signal: enough.signal,
    redraw,
    clock: impatient,
  });
  expect(exitCode).toBe(0);
});

describe('history', () => {
  it('lists the revisions, newest first', async () => {
    const { out } = await typed(['history']);
    expect(out.split('\n').map((line) => line.trim().split(/\s+/)[0])).toEqual(['#', '3', '2', '1']);
  });
});

describe('diff', () => {
  const holds = {
    spacetimes: [aSpaceTime()],
    controllerrevisions: [
      aRecord(names.old, 1, { image: 'spacetime:v1.1.0' }),
      aRecord(names.stable, 2, { image: 'spacetime:v1.2.0' }),
      aRecord(names.candidate, 3, { image: 'spacetime:v1.3.0' }),
    ],
  };

  it.each([
    [['diff'], '2 cccc444444 → 3 dddd555555'],
    [['diff', 'plaza', '1'], '2 cccc444444 → 1 bbbb222222'],
    [['diff', 'candidate', '1'], '3 dddd555555 → 1 bbbb222222'],
    [['diff', 'plaza', 'bbbb', 'stable'], '1 bbbb222222 → 2 cccc444444'],
  ])('%j compares %s', async (args, title) => {
    const { out } = await typed(args, holds);
    expect(out.split('\n').slice(0, 2)).toEqual([title, 'image']);
  });

  it('is JSON with -o json', async () => {
    const { out } = await typed(['diff', '-o', 'json'], holds);
    expect(JSON.parse(out)).toEqual({
      from: names.stable,
      to: names.candidate,
      changes: [{ path: 'image', before: 'spacetime:v1.2.0', after: 'spacetime:v1.3.0' }],
    });
  });

  it('needs two revisions while nothing serves', async () => {
    const { sentence } = await typed(['diff'], { spacetimes: [aSpaceTime({ stableRevision: undefined })] });
    expect(sentence).toBe('Nothing of worlds/plaza serves users yet, so name two revisions.');
  });
});

describe('explain', () => {
  it('speaks of the revision on trial', async () => {
    const { out } = await typed(['explain']);
    expect(out).toContain('3 dddd555555 of worlds/plaza: Candidate');
    expect(out).toContain('verdict Continue (NoWorse)');
  });

  it('speaks of a revision by number', async () => {
    const { out } = await typed(['explain', '2']);
    expect(out).toContain('2 cccc444444 of worlds/plaza: Stable');
  });

  const verdicts = (text: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `plaza-${names.candidate}-verdicts`, namespace: 'worlds' },
    data: { 'record.jsonl': text },
  });

  it('judges a release once more from its record', async () => {
    const release = { revision: names.candidate, startedAt: noon.toISOString(), sla: anSla() };
    const looks = Array.from({ length: 60 }, (_, at) =>
      aLook(at + 1, { candidate: counts(5, { errors: at < 10 ? 0 : 4 }) }),
    );
    const text = recordText(release, { seed: emptyRecord, looks });
    const { out } = await typed(['explain'], { spacetimes: [aSpaceTime()], configmaps: [verdicts(text)] });
    expect(out).toContain(
      'Judged again from its record, a look each second from 1 s to 60 s of the release:',
    );
    expect(out).toMatch(/\n +\d+ s +RollBack +The candidate failed \d+ of \d+/);
    expect(out).toMatch(/\n {2}errors .* (▁+)[▂-▇]*█+\n/);
  });

  it('tells the rest where the record is of a form that it does not know', async () => {
    const configmaps = [verdicts('{"format":99}')];
    const { out, exitCode } = await typed(['explain'], { spacetimes: [aSpaceTime()], configmaps });
    expect(out).toContain('This is no record of a release');
    expect(out).toContain('verdict Continue (NoWorse)');
    expect(exitCode).toBe(0);
  });

  it('is JSON with -o json', async () => {
    const held = aHeld();
    const { out } = await typed(['explain', '-o', 'json'], {
      spacetimes: [aSpaceTime({ heldRevisions: [held] })],
    });
    expect(JSON.parse(out)).toMatchObject({ held, release: { phase: 'Canary' } });
  });
});

describe('what cannot be found', () => {
  it.each<[readonly string[], Holds, string]>([
    [
      ['status', 'plazza'],
      { spacetimes: [aSpaceTime()] },
      'There is no SpaceTime plazza in namespace worlds; there is plaza.',
    ],
    [
      ['history'],
      { spacetimes: [aSpaceTime(), aSpaceTime({}, { name: 'market' })] },
      'Namespace worlds has several SpaceTimes, so name one: plaza, market.',
    ],
    [
      ['status', '-n', 'empty'],
      { spacetimes: [aSpaceTime()] },
      'There is no SpaceTime in namespace empty; elsewhere there is worlds/plaza. Name the namespace with -n.',
    ],
    [['status'], {}, 'There is no SpaceTime in namespace worlds, nor in any other.'],
  ])('%j', async (args, holds, expected) => {
    const { sentence, exitCode } = await typed(args, holds);
    expect(sentence).toBe(expected);
    expect(exitCode).toBe(1);
  });
});

it.each([[[]], [['help']], [['--help']]])('%j shows the commands', async (args) => {
  const { out, exitCode } = await typing(args);
  expect(out).toMatch(/^Usage: kubectl spacetime/);
  expect(out).toContain('status [options] [name]');
  expect(exitCode).toBe(0);
});

describe('bad input is refused with a sentence and exit code 2', () => {
  it.each([
    [['status', '--tail'], "unknown option '--tail'; see --help."],
    [['undoo'], "unknown command 'undoo' (Did you mean undo?); see --help."],
    [['-n', 'worlds'], 'Name a command; kubectl spacetime --help lists them.'],
    [['status', '-w', '-o', 'json'], '--watch draws for people, so it cannot be used with --output json.'],
    [
      ['history', 'a', 'b'],
      "too many arguments for 'history'. Expected 1 argument but got 2: a, b.; see --help.",
    ],
    [['status', '--context', 'y'], '--context y is not in the kubeconfig; there is x.'],
  ])('%j', async (args, expected) => {
    const { sentence, exitCode } = await typed(args);
    expect(sentence).toBe(expected);
    expect(exitCode).toBe(2);
  });
});

describe('a cluster that cannot be reached', () => {
  it('is told in a sentence', async () => {
    server = await fakeApiServer({});
    await server.hangUp();
    const { sentence, exitCode } = await typing(['status'], server.kubeconfig);
    expect(sentence).toMatch(/^The API server does not answer \(.*connect ECONNREFUSED 127\.0\.0\.1:\d+\): /);
    expect(exitCode).toBe(1);
  });
});
