import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from './metrics.ts';
import './certificateMetrics.ts';
import './releaseMetrics.ts';
import './worldMetrics.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/metrics.md'), 'utf8');

it('the page of metrics names every metric of the operator, and none that is not there', async () => {
  const all = await registry.getMetricsAsJSON();
  const ours = all.map(({ name }) => name).filter((name) => name.startsWith('spacetime_operator_'));
  const named = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  expect(named.sort()).toEqual(ours.sort());
});
