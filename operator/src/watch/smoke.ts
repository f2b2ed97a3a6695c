import type { SpaceTimeSpec } from '../api/spacetime.ts';
import type { Evidence } from '../api/status/history.ts';
import type { Pod } from '../kube/types.ts';
import type { Checked } from '../rollout/reading.ts';
import type { Revision } from '../rollout/rollout.ts';
import type { Answer, AskPod } from './podHttp.ts';

/** One question to a candidate, and what is wrong with an answer; undefined when nothing is. */
interface Check {
  readonly name: string;
  readonly path: string;
  readonly withToken: boolean;
  readonly wrong: (answer: Answer) => string | undefined;
}

const timeoutMilliseconds = 5000;

/** Asks every candidate pod every question; nothing that is asked changes the world. */
export async function smoke(
  pods: readonly Pod[],
  {
    spec,
    revision,
    token,
    ask,
  }: {
    readonly spec: SpaceTimeSpec;
    readonly revision: Revision;
    readonly token: string | undefined;
    readonly ask: AskPod;
  },
): Promise<Checked> {
  const asked = pods.flatMap((pod) =>
    checksFor(spec, revision).map(async ({ name, path, withToken, wrong }): Promise<Evidence[]> => {
      const answer = await ask(pod, { path, token: withToken ? token : undefined, timeoutMilliseconds });
      const found = wrong(answer);
      return found
        ? [
            {
              name,
              candidate: String(answer.status),
              note: `GET ${path} of pod ${pod.metadata.name}: ${found}`,
            },
          ]
        : [];
    }),
  );
  const [first, ...others] = (await Promise.all(asked)).flat();
  if (!first) return { result: 'Passed' };
  return {
    result: 'Failed',
    message: `Smoke check ${first.name}: ${first.note}.`,
    evidence: [first, ...others],
  };
}

const checksFor = (spec: SpaceTimeSpec, revision: Revision): readonly Check[] => [
  { name: 'status', path: '/status', withToken: false, wrong: expect(200) },
  { name: 'health', path: '/health', withToken: false, wrong: expect(200) },
  { name: 'page', path: '/', withToken: false, wrong: expect(200) },
  { name: 'revision', path: '/status', withToken: false, wrong: header('x-spacetime-revision', revision) },
  { name: 'nosniff', path: '/status', withToken: false, wrong: header('x-content-type-options', 'nosniff') },
  { name: 'frames', path: '/status', withToken: false, wrong: header('x-frame-options', 'DENY') },
  { name: 'metrics', path: '/metrics', withToken: false, wrong: contains('godot_fps') },
  ...(spec.api.enabled ? apiChecks : []),
  ...spec.rollout.checks.smoke.paths.map(({ path, expectedStatus, maxMilliseconds }) => ({
    name: path.slice(0, 40),
    path,
    withToken: true,
    wrong: (answer: Answer) => expect(expectedStatus)(answer) ?? slow(answer, maxMilliseconds),
  })),
];

const apiChecks: readonly Check[] = [
  { name: 'scenes', path: '/api/scenes', withToken: true, wrong: expect(200) },
  { name: 'scene', path: '/api/scene', withToken: true, wrong: expect(200) },
];

function expect(status: number): Check['wrong'] {
  return (answer) =>
    answer.status === status ? undefined : `${answer.status || 'no answer'} instead of ${status}`;
}

function header(name: string, value: string): Check['wrong'] {
  return ({ headers }) => (headers[name] === value ? undefined : `header ${name} is not ${value}`);
}

function contains(text: string): Check['wrong'] {
  return (answer) =>
    answer.status === 200 && answer.text.includes(text) ? undefined : `${text} is not there`;
}

const slow = ({ milliseconds }: Answer, most: number | undefined): string | undefined =>
  most !== undefined && milliseconds > most
    ? `${Math.round(milliseconds)} ms instead of at most ${most} ms`
    : undefined;
