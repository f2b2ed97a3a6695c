import type { AddressInfo } from 'node:net';
import { aRuntime, type TestRuntime } from '../../../../runtime/test/aRuntime.ts';
import { until } from '../../../../runtime/test/until.ts';
import { canary } from '../../../test/aRollout.ts';
import { inRelease, statusFor } from '../../../test/aSituation.ts';
import { aHold, anOwner, noon, revisions } from '../../../test/builders.ts';
import { type Prometheus, startPrometheus } from '../../../test/prometheus.ts';
import { healthServer } from '../../server/health.ts';
import { releaseMetrics } from '../../server/releaseMetrics.ts';
import { worldMetrics } from '../../server/worldMetrics.ts';
import { heldRevision } from '../../status/rollout.ts';
import { dashboard } from './dashboard.ts';
import { panelGroups } from './panels.ts';
import { scopeOf } from './scope.ts';

const plaza = { namespace: 'worlds', name: 'plaza' };
let runtime: TestRuntime;
let prometheus: Prometheus;
const operator = healthServer(0, { alive: () => undefined, ready: () => undefined });

beforeAll(async () => {
  runtime = await aRuntime();
  releaseAndRollBack();
  prometheus = await startPrometheus(configOf((operator.address() as AddressInfo).port));
  await use();
}, 120_000);

afterAll(async () => {
  await prometheus?.stop();
  operator.close();
  await runtime?.remove();
});

const configOf = (operatorPort: number) => ({
  global: { scrape_interval: '1s' },
  scrape_configs: [
    {
      job_name: 'worlds',
      static_configs: [
        {
          targets: [`127.0.0.1:${runtime.ports.api}`],
          labels: { ...plaza, pod: 'plaza-1', revision: revisions.a },
        },
      ],
    },
    {
      job_name: 'operator',
      honor_labels: true,
      static_configs: [{ targets: [`127.0.0.1:${operatorPort}`] }],
    },
  ],
});

/** One release that settles and one that is rolled back, as the operator counts them. */
function releaseAndRollBack(): void {
  const rolledBack = statusFor(
    inRelease({ phase: 'RolledBack', stable: revisions.a, hold: aHold() }, { held: [heldRevision(aHold())] }),
  );
  releaseMetrics(() => noon).recorded(plaza, statusFor(inRelease(canary)), rolledBack);
  worldMetrics(() => noon).recorded(plaza, rolledBack);
}

/** All that a panel can show has happened once: what went well, and what did not. */
async function use(): Promise<void> {
  const post = (path: string, body: object) =>
    runtime.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await post('/scene', { scene_path: 'res://vr_main.tscn' });
  await post('/scene', { scene_path: 'res://missing.tscn' });
  await post('/jobs', { type: 'cache_warming', parameters: {} });
  await until('the job is done', async () =>
    (await (await fetch(runtime.url('/metrics'))).text()).includes(
      'spacetime_jobs_total{type="cache_warming"',
    ),
  );
  await runtime.ask('/admin/drain', { method: 'POST' });
  expect((await fetch(runtime.url('/health'), { headers: { 'user-agent': 'Mozilla/5.0' } })).status).toBe(
    503,
  );
}

const queries = Object.entries(panelGroups(scopeOf({ ...plaza, spec: anOwner().spec }).world)).flatMap(
  ([group, panels]) =>
    panels.flatMap(({ title, queries: all }) => all.map(([query]) => [`${group}: ${title}`, query] as const)),
);

/** A query as Grafana asks it, without what stands there for the case that there is no data. */
const asked = (query: string): string =>
  query
    .replaceAll('$__rate_interval', '1m')
    .replaceAll(' or vector(0)', '')
    .replace(/ or label_replace\(vector\(0\).*$/, '');

it.each(queries)('%s has data where there is some: %s', async (_, query) => {
  const found = await until(query, async () => {
    const series = await prometheus.ask(asked(query));
    return series.length > 0 && series;
  });
  expect(found.length).toBeGreaterThan(0);
});

it('every series of every panel is of this world alone', () => {
  const selectors = queries.flatMap(([, query]) => query.match(/\w+\{[^}]*\}/g) ?? []);
  expect(selectors.length).toBeGreaterThanOrEqual(queries.length);
  expect(selectors.filter((one) => !one.includes('namespace="worlds",name="plaza"'))).toEqual([]);
});

it('panels of a row lie beside and below each other', () => {
  const { panels } = dashboard(anOwner());
  const places = (
    panels as { readonly id: number; readonly gridPos: Readonly<Record<string, number>> }[]
  ).map(({ gridPos: { x = 0, y = 0, w = 0, h = 0 } }) => ({ x, y, w, h }));
  const overlap = places.filter((a, i) =>
    places.some((b, j) => i < j && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h),
  );
  expect(overlap).toEqual([]);
  expect(new Set(panels.map((panel) => (panel as { readonly id: number }).id)).size).toBe(panels.length);
});
