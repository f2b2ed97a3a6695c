import { aCandidate, around } from '../test/aCandidate.ts';
import { checks } from './checks.ts';
import { run } from './run.ts';

it('where the API is off, what needs it is skipped and the rest passes', async () => {
  const candidate = await aCandidate(() => ({ GODOT_ENABLE_HTTP_API: 'false' }));
  const found = await run(checks, around(candidate), () => {});
  await candidate.remove();
  const named = (wanted: string) => found.filter(({ result }) => result === wanted).map(({ name }) => name);
  expect(named('Failed')).toEqual([]);
  expect(named('Passed')).toEqual([
    'smoke.health',
    'smoke.status',
    'smoke.revision',
    'smoke.page',
    'smoke.metrics',
    'smoke.headers',
  ]);
  const off = found.filter(({ evidence }) => evidence === 'The HTTP API is off.').map(({ name }) => name);
  expect(off).toEqual([
    'smoke.tls',
    'smoke.authentication',
    'smoke.limit',
    'smoke.scene',
    'smoke.webhook',
    'smoke.job',
    'smoke.telemetry',
    'load',
  ]);
});
