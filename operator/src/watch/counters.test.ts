import { metricsPage } from '../../test/aPodServer.ts';
import { latencyBounds } from '../rollout/judge/batch.ts';
import { judgedMetrics, since, together, totalsOf } from './counters.ts';
import { expositionReader } from './exposition.ts';

// A path is the same under every base that the runtime serves it at.
const limits = [{ path: '/api/scenes', maxMilliseconds: 200 }];
const read = (page: string) => totalsOf(expositionReader(judgedMetrics)(page), limits);
const totals = (requests: number, errors = 0) => read(metricsPage({ requests, errors }));

/** Cumulative buckets of one route, as a histogram writes them. */
const buckets = (route: string, upTo: Record<string, number>) =>
  [...latencyBounds.map(String), '+Inf']
    .map(
      (le) =>
        `spacetime_http_request_seconds_bucket{le="${le}",client="user",route="${route}"} ${upTo[le] ?? 0}`,
    )
    .join('\n');

describe('what a pod has counted', () => {
  it('is about users, not about probes, checks and the operator', () => {
    expect(totals(40, 3)).toMatchObject({ requests: 40, errors: 3, heard: 1 });
  });

  it('has errors from 500 on', () => {
    const lines = [200, 301, 404, 429, 499, 500, 503].map(
      (status) => `http_requests_total{status="${status}",client="user"} 1`,
    );
    expect(read(lines.join('\n'))).toMatchObject({ requests: 7, errors: 2 });
  });

  it('has answers in each bucket, summed over routes', () => {
    const page = [
      buckets('/', {
        '0.005': 5,
        '0.01': 8,
        '0.025': 8,
        '0.05': 8,
        '0.1': 8,
        '0.25': 8,
        '0.5': 8,
        '1': 8,
        '2.5': 8,
        '5': 8,
        '10': 8,
        '+Inf': 9,
      }),
      buckets('/x', {
        '0.005': 1,
        '0.01': 1,
        '0.025': 1,
        '0.05': 1,
        '0.1': 1,
        '0.25': 1,
        '0.5': 1,
        '1': 1,
        '2.5': 1,
        '5': 1,
        '10': 1,
        '+Inf': 1,
      }),
    ];
    expect(read(page.join('\n')).latency).toEqual([6, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('has late answers on the path of a limit, to the nearest bucket above it', () => {
    const page = buckets('/scenes', { '0.1': 6, '0.25': 8, '+Inf': 10 });
    expect(read(page).late).toEqual([{ of: 10, hits: 2 }]);
    expect(read(buckets('/other', { '+Inf': 10 })).late).toEqual([{ of: 0, hits: 0 }]);
    expect(
      totalsOf(expositionReader(judgedMetrics)(page), [{ path: '/scenes', maxMilliseconds: 60_000 }]).late,
    ).toEqual([{ of: 10, hits: 0 }]);
  });

  it('has memory, frames and scenes', () => {
    expect(read(metricsPage({ memoryBytes: 5e8, framesPerSecond: 60 }))).toMatchObject({
      memoryBytes: 5e8,
      framesPerSecond: 60,
      sceneLoads: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0],
      sceneFailures: 4,
      sceneLoadSeconds: 3.5,
    });
    expect(read('').framesPerSecond).toBeNaN();
  });

  it('has the working set of the container where there is one', () => {
    const page = 'godot_memory_bytes 5e8\nspacetime_container_memory_working_set_bytes';
    expect(read(`${page} 4e8`).memoryBytes).toBe(4e8);
    expect(read(`${page} NaN`).memoryBytes).toBe(5e8);
  });

  it('has the clients that asked and how often one of them failed, or nothing from an older runtime', () => {
    const page = 'spacetime_clients_asking 7\nspacetime_client_failures_max 3';
    expect(read(page)).toMatchObject({ callers: 7, ofOneClient: 3 });
    expect(totals(40, 3)).toMatchObject({ callers: 0, ofOneClient: 0 });
  });

  it('has deliveries and jobs by what came of them, and the queue of the world', () => {
    const page = [
      'spacetime_webhook_deliveries_total{outcome="delivered"} 7',
      'spacetime_webhook_deliveries_total{outcome="retried"} 2',
      'spacetime_webhook_deliveries_total{outcome="failed"} 1',
      'spacetime_jobs_total{type="a",status="completed"} 5',
      'spacetime_jobs_total{type="b",status="failed"} 1',
      'job_queue_pending 12',
    ].join('\n');
    expect(read(page)).toMatchObject({
      deliveries: { hits: 3, of: 10 },
      jobs: { hits: 1, of: 6 },
      queued: 12,
    });
    expect(read('job_queue_pending NaN').queued).toBeNaN();
  });

  it('is nothing where a page is broken', () => {
    const page = ['NaN', '+Inf', '-5', 'x'].map(
      (value) => `http_requests_total{status="500",client="user"} ${value}`,
    );
    expect(read(page.join('\n'))).toMatchObject({ requests: 0, errors: 0 });
    expect(read('<html>502 Bad Gateway</html>')).toMatchObject({
      requests: 0,
      latency: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    });
  });
});

describe('what it counted between two looks', () => {
  it('is the difference', () => {
    expect(since(totals(40, 3), totals(55, 10))).toMatchObject({
      requests: 15,
      errors: 7,
      sceneFailures: 0,
      heard: 1,
    });
    expect(since(totals(40, 3), totals(55, 10)).latency[0]).toBe(8);
  });

  it('is nothing at the first look: who knows since when it counts', () => {
    expect(since(undefined, totals(40, 3))).toMatchObject({
      requests: 0,
      errors: 0,
      memoryBytes: 1e8,
      heard: 1,
    });
  });

  it('is all that it has after its container was started anew', () => {
    expect(since(totals(40, 3), totals(5, 2))).toMatchObject({ requests: 5, errors: 2 });
  });
});

describe('sockets', () => {
  const open = (count: number) => read(`spacetime_sockets{kind="presence"} ${count}`);

  it('are lost when fewer are open than before', () => {
    expect(since(open(20), open(15)).sockets).toEqual({ hits: 5, of: 20 });
    expect(since(open(20), open(25)).sockets).toEqual({ hits: 0, of: 20 });
    expect(since(undefined, open(25)).sockets).toEqual({ hits: 0, of: 0 });
  });
});

describe('several pods together', () => {
  const pod = (memoryBytes: number, framesPerSecond: number) =>
    read(metricsPage({ requests: 10, errors: 1, memoryBytes, framesPerSecond }));

  it('add up, with the largest memory and the lowest frame rate', () => {
    expect(together([pod(1e8, 72), pod(3e8, 30), pod(2e8, Number.NaN)])).toMatchObject({
      requests: 30,
      errors: 3,
      memoryBytes: 3e8,
      framesPerSecond: 30,
      heard: 3,
    });
  });

  it('keep the limits of the one when the other is seen for the first time', () => {
    const scenes = read(buckets('/scenes', { '0.25': 8, '+Inf': 10 }));
    const before = read('');
    expect(together([since(before, scenes), since(undefined, scenes)]).late).toEqual([{ of: 10, hits: 2 }]);
  });

  it('are silent when there is none', () => {
    expect(together([])).toMatchObject({
      requests: 0,
      heard: 0,
      memoryBytes: 0,
      framesPerSecond: Number.NaN,
    });
  });
});
