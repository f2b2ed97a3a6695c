import { aLook, anSla } from '../../test/aLook.ts';
import { type AWorld, aWorld } from '../../test/aWorld.ts';
import { clean, worse } from '../../test/builders.ts';
import { emptyRecord } from '../rollout/judge/record.ts';
import { replay } from '../rollout/judge/replay.ts';
import type { Verdict } from '../rollout/reading.ts';
import type { Watched } from '../rollout/watched.ts';
import { decide } from './decide.ts';

async function inCanary(): Promise<AWorld> {
  const world = aWorld();
  world.asks({ image: 'spacetime:v1' });
  await world.settle();
  world.asks({ image: 'spacetime:v2' });
  await world.until('Canary');
  return world;
}

const seen = (verdict: Verdict): Watched => ({
  checked: { result: 'Passed' },
  verdict,
  record: emptyRecord,
  sla: { result: 'Unknown' },
  history: { seed: emptyRecord, looks: [aLook(1), aLook(2)], sla: anSla() },
});

async function written(watched: Watched) {
  const observed = await (await inCanary()).observed();
  const plan = decide({ ...observed, watched });
  return plan.apply.find(({ metadata }) => metadata.name.endsWith('-verdicts')) as
    | { readonly data: Readonly<Record<string, string>>; readonly metadata: { readonly name: string } }
    | undefined;
}

it('a release that ends leaves what it was judged by', async () => {
  const record = await written(seen(worse));
  expect(replay(record?.data['record.jsonl'] ?? '').map(({ verdict }) => verdict.name)).toEqual([
    'Continue',
    'Continue',
  ]);
});

it('one that goes on leaves nothing yet, and neither does one that nobody watched', async () => {
  expect(await written(seen(clean))).toBeUndefined();
  const { history: _, ...unseen } = seen(worse);
  expect(await written(unseen)).toBeUndefined();
});
