import { setTimeout } from 'node:timers/promises';
import { type Check, insist, Skipped, type Surroundings } from './check.ts';
import type { Spec } from './settings.ts';
import type { Answer } from './site.ts';
import { inMilliseconds } from './waiting.ts';

type Path = Spec['smoke']['paths'][number];

/** How often a slow answer is asked for again: a pause of the machine is no property of the candidate. */
const times = 3;

/** The paths that the spec names answer as it says. */
export const paths: Check = {
  name: 'smoke.paths',
  ask: async (around) => {
    const { spec } = around;
    if (spec.smoke.paths.length === 0) throw new Skipped('The spec names no paths.');
    const taken: { readonly path: string; readonly milliseconds: number }[] = [];
    for (const path of spec.smoke.paths)
      taken.push({ path: path.path, milliseconds: await best(path, around) });
    const slowest = taken.reduce((a, b) => (b.milliseconds > a.milliseconds ? b : a));
    return `${taken.length} paths, slowest ${slowest.path} in ${inMilliseconds(slowest.milliseconds)}`;
  },
};

/** The quickest of a few answers, of the first if that is quick enough. */
async function best(wanted: Path, around: Surroundings): Promise<number> {
  const { path, expectedStatus, maxMilliseconds = Number.POSITIVE_INFINITY } = wanted;
  let quickest = Number.POSITIVE_INFINITY;
  for (let n = 0; n === 0 || (n < times && quickest > maxMilliseconds); n++) {
    const { status, milliseconds } = await admitted(wanted, around);
    insist(status === expectedStatus, `GET ${path} answered ${status} instead of ${expectedStatus}.`);
    quickest = Math.min(quickest, milliseconds);
  }
  insist(
    quickest <= maxMilliseconds,
    `GET ${path} took ${inMilliseconds(quickest)} at best of ${times}, with a limit of ${maxMilliseconds} ms.`,
  );
  return quickest;
}

/** Others may use the token of the preview at the same time: who is over its limit asks again when it may. */
async function admitted({ path, expectedStatus }: Path, around: Surroundings): Promise<Answer> {
  const { preview, previewToken: token, signal } = around;
  for (;;) {
    const answer = await preview.ask(path, { token });
    const pause = Number(answer.headers['retry-after']);
    if (answer.status !== 429 || expectedStatus === 429 || !(pause > 0)) return answer;
    await setTimeout(pause * 1000, undefined, { signal });
  }
}
