import { pino } from 'pino';
import { systemClock } from '../src/clock.ts';
import { judge } from '../src/rollout/judge/judge.ts';
import { emptyRecord } from '../src/rollout/judge/record.ts';
import { podHttp } from '../src/watch/podHttp.ts';
import { releaseWatch } from '../src/watch/releaseWatch.ts';
import { slaOf } from '../src/watch/slaOf.ts';
import { canary } from '../test/aRollout.ts';
import { aSpec } from '../test/builders.ts';
import { printEffort } from './effort.ts';
import { podsAt } from './questions.ts';

/** A canary as the operator watches it: all its pods asked each second, compared and judged. The argument is the pods' port. */

const pods = podsAt(Number(process.argv[2]));
const spec = aSpec({ rollout: { sla: { latencies: [{ path: '/world', maxMilliseconds: 100 }] } } });
const sla = slaOf(spec);
const http = podHttp('spacetime-operator/bench');
const watch = releaseWatch({
  ask: http.ask,
  podsOf: (_, revision) => pods[revision] ?? [],
  clock: systemClock,
  log: pino(),
  onLook: (key) => {
    const seen = watch.seen(key, canary);
    if (seen) verdicts.add(judge(seen.record, sla, new Date()).name);
  },
});
const verdicts = new Set<string>();

watch.follow('worlds/plaza', { trial: canary, spec, token: undefined }, emptyRecord);
await printEffort();
watch.stop();
await http.close();
// A verdict about pods that are all well says that all of them were heard.
if ([...verdicts].join() !== 'Continue') throw new Error(`The verdicts were ${[...verdicts].join(', ')}.`);
