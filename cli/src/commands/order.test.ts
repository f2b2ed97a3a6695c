import type { SpaceTimeStatus } from '../../../operator/src/api/status.ts';
import { aHeld, aSpaceTime, names } from '../../test/aSpaceTime.ts';
import { type FakeApiServer, fakeApiServer } from '../../test/fakeApiServer.ts';
import { typing } from '../../test/typing.ts';
import { type SpaceTime, statusOf } from '../spaceTime.ts';

let server: FakeApiServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

type Command = SpaceTimeStatus['commands'][number];

/** An operator that answers to every command annotation in the same way. */
const answering =
  (result: Command['result'], message?: string) =>
  (world: SpaceTime): Partial<SpaceTime> => {
    const commands = Object.entries(world.metadata.annotations ?? {}).map(([key, value]) => ({
      name: key.replace('spacetime.dev/', ''),
      value,
      time: '2026-03-01T12:00:01.000Z',
      result,
      ...(message && { message }),
    }));
    return { status: { ...statusOf(world), commands } };
  };

async function typed(args: readonly string[], world = aSpaceTime(), operator = answering('Done')) {
  server = await fakeApiServer({ spacetimes: [world] }, operator);
  return {
    ...(await typing(args, server.kubeconfig)),
    patches: server.patches,
    kubeconfig: server.kubeconfig,
  };
}

/** The annotations of the only patch. */
const annotations = (patches: readonly unknown[]) =>
  (patches as { metadata: { annotations: Record<string, string> } }[]).map(
    (patch) => patch.metadata.annotations,
  );

const noon = 1772366400000;

describe('a command becomes an annotation whose value is new', () => {
  const held = { heldRevisions: [aHeld()], candidateRevision: undefined };
  it.each<[string, readonly string[], object, string]>([
    ['undo', ['undo'], {}, `previous@${noon}`],
    ['undo', ['undo', '--to', '1'], {}, `${names.old}@${noon}`],
    ['undo', ['undo', 'plaza', '--to', names.old.slice(0, 4)], {}, `${names.old}@${noon}`],
    ['retry', ['retry', 'plaza'], {}, `${noon}`],
    ['restart', ['restart'], {}, `${noon}`],
    ['promote', ['promote'], {}, `${names.candidate}@${noon}`],
    ['promote', ['promote'], held, `${names.candidate}@${noon}`],
    ['promote', ['promote', 'plaza', '2'], {}, `${names.stable}@${noon}`],
    ['abort', ['abort'], {}, `${names.candidate}@${noon}`],
    ['abort', ['abort', 'candidate'], {}, `${names.candidate}@${noon}`],
    ['approve', ['approve'], {}, `${names.candidate}/1@${noon}`],
    ['drill', ['drill', 'CrashAtStart'], {}, `CrashAtStart@${noon}`],
    ['drill', ['drill', 'plaza', 'NeverReady'], {}, `NeverReady@${noon}`],
    ['rotate', ['rotate'], {}, `API_TOKEN@${noon}`],
    ['rotate', ['rotate', 'plaza', 'GRAFANA_ADMIN_PASSWORD'], {}, `GRAFANA_ADMIN_PASSWORD@${noon}`],
  ])('%s, typed as %j', async (command, args, status, value) => {
    const { patches, exitCode, sentence } = await typed(args, aSpaceTime(status));
    expect(sentence).toBe('');
    expect(exitCode).toBe(0);
    expect(annotations(patches)).toEqual([{ [`spacetime.dev/${command}`]: value }]);
  });
});

describe('the answer of the operator', () => {
  it('is told when the command is done', async () => {
    const { out } = await typed(
      ['undo'],
      aSpaceTime(),
      answering('Done', 'Revision cccc444444 serves again.'),
    );
    expect(out).toBe('undo previous of worlds/plaza is done: Revision cccc444444 serves again.');
  });

  it('is told with exit code 1 when it is refused', async () => {
    const operator = answering('Refused', 'Revision cccc444444 is not the candidate.');
    const { sentence, exitCode } = await typed(['promote', 'stable'], aSpaceTime(), operator);
    expect(exitCode).toBe(1);
    expect(sentence).toBe(
      'The operator refused promote cccc444444 of worlds/plaza: Revision cccc444444 is not the candidate.',
    );
  });

  it('that does not come is waited for no longer than --timeout', async () => {
    const { sentence, exitCode, patches } = await typed(
      ['restart', '--timeout', '0'],
      aSpaceTime(),
      () => ({}),
    );
    expect(exitCode).toBe(1);
    expect(sentence).toMatch(
      /^The operator has not answered to restart of worlds\/plaza within 0 s; it stays asked for/,
    );
    expect(patches).toHaveLength(1);
  });

  it('that it is under way is no answer yet', async () => {
    const operator = answering('InProgress', 'The drill is in Preparing.');
    const { out, sentence } = await typed(
      ['drill', 'MissingImage', '--timeout', '0'],
      aSpaceTime(),
      operator,
    );
    expect(out).toBe('The drill is in Preparing.');
    expect(sentence).toBe(
      'drill MissingImage of worlds/plaza is still under way after 0 s: The drill is in Preparing.',
    );
  });

  it('is not waited for with --no-wait', async () => {
    const { out, exitCode } = await typed(['restart', '--no-wait'], aSpaceTime(), () => ({}));
    expect(exitCode).toBe(0);
    expect(out).toBe('restart is asked of worlds/plaza.');
  });

  it('to another order of the same name is not taken for this one', async () => {
    const earlier = {
      name: 'restart',
      value: '1',
      time: '2026-03-01T11:00:00.000Z',
      result: 'Done',
    } as const;
    const { exitCode } = await typed(
      ['restart', '--timeout', '0'],
      aSpaceTime({ commands: [earlier] }),
      () => ({}),
    );
    expect(exitCode).toBe(1);
  });
});

describe('pause and resume', () => {
  const seen = (world: SpaceTime): Partial<SpaceTime> => ({
    status: { ...statusOf(world), observedGeneration: world.metadata.generation },
  });

  it.each([
    ['pause', true],
    ['resume', false],
  ])('%s sets the field and waits until the operator has seen it', async (name, paused) => {
    const { patches, out } = await typed([name], aSpaceTime(), seen);
    expect(patches).toEqual([expect.objectContaining({ spec: { paused } })]);
    expect(out).toMatch(new RegExp(`^${name} of worlds/plaza is done: `));
  });

  it('are not done before that', async () => {
    const { exitCode } = await typed(['pause', '--timeout', '0'], aSpaceTime(), () => ({}));
    expect(exitCode).toBe(1);
  });
});

describe('--dry-run', () => {
  it('changes nothing and prints the kubectl command that does the same', async () => {
    const { out, patches, kubeconfig } = await typed([
      'undo',
      '--to',
      'stable',
      '--dry-run',
      '--context',
      'x',
    ]);
    expect(out).toBe(
      `kubectl annotate st/plaza -n worlds --context=x --kubeconfig=${kubeconfig} --overwrite spacetime.dev/undo=cccc444444@$(date +%s)`,
    );
    expect(patches).toEqual([]);
  });

  it('prints a patch for what is a field', async () => {
    const { out, kubeconfig } = await typed(['pause', '--dry-run']);
    expect(out).toBe(
      `kubectl patch st/plaza -n worlds --kubeconfig=${kubeconfig} --type=merge -p '{"spec":{"paused":true}}'`,
    );
  });
});

describe('what makes no order', () => {
  const idle = { candidateRevision: undefined, release: undefined };
  it.each<[readonly string[], object, number, string]>([
    [
      ['rotate', 'plaza', 'DATABASE'],
      {},
      2,
      'rotate does not replace the password of a database: pods of two revisions may hold it, and PostgreSQL accepts only one for a role. Credentials of your own change with their Secret, as a release.',
    ],
    [['drill'], {}, 2, 'drill needs a fault, one of MissingImage, CrashAtStart, NeverReady; none was given.'],
    [
      ['drill', 'Fire'],
      {},
      2,
      'drill needs a fault, one of MissingImage, CrashAtStart, NeverReady; there is no Fire.',
    ],
    [['restart', '--timeout', 'soon'], {}, 2, '--timeout must be a number of seconds, not "soon".'],
    [
      ['undo', '--to', '9'],
      {},
      1,
      'There is no revision 9 of worlds/plaza; there is 3 (dddd555555), 2 (cccc444444), 1 (bbbb222222).',
    ],
    [['undo', 'plazza'], {}, 1, 'There is no SpaceTime plazza in namespace worlds; there is plaza.'],
    [['abort'], idle, 1, 'No revision of worlds/plaza is on trial, so name one.'],
    [['approve'], idle, 1, 'worlds/plaza has no canary that could wait for an approval.'],
  ])('%j is refused with a sentence', async (args, status, code, expected) => {
    const { sentence, exitCode, patches } = await typed(args, aSpaceTime(status));
    expect(sentence).toBe(expected);
    expect(exitCode).toBe(code);
    expect(patches).toEqual([]);
  });
});
