import type { ChecklistBlock } from './block.ts';

const fourGigabytesInKilobytes = 4 * 1024 * 1024;

/** Sections 6, 7.2, 8.1 and the reference commands: how the world does. */
export const operationBlocks: readonly ChecklistBlock[] = [
  {
    section: '6.1',
    name: 'Test API Response Times',
    script: `TOKEN="<api-token>"

# Measure response time
time curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/status

# Expected: < 50ms`,
    expect: [
      {
        // How long answers take is measured in runtime/bench, beside peers.
        line: '`/status` responds in < 50ms',
        holds: ({ statuses, complaints }) => {
          expect(statuses).toEqual([200]);
          expect(complaints).toMatch(/^real\s+\d+m[\d.]+s$/m);
        },
      },
    ],
  },
  {
    section: '6.2',
    name: 'Monitor Memory Usage',
    script: `# Start Godot and monitor memory
ps aux | grep Godot | awk '{print $6}'

# Expected: < 4GB RAM for typical workload`,
    expect: [
      {
        line: 'Memory usage within expected range',
        holds: ({ output, exitCode }) => {
          const kilobytes = output.trim().split('\n').filter(Boolean).map(Number);
          expect(exitCode).toBe(0);
          expect(kilobytes.filter((used) => !(used < fourGigabytesInKilobytes))).toEqual([]);
        },
      },
    ],
  },
  {
    section: '7.2',
    name: 'Configure Health Checks',
    script: `# Test Kubernetes liveness probe
curl http://<pod-ip>:8080/status

# Test readiness probe
curl http://<pod-ip>:8080/health`,
    expect: [
      { line: 'Liveness probe returns 200', holds: ({ statuses }) => expect(statuses[0]).toBe(200) },
      { line: 'Readiness probe returns 200', holds: ({ statuses }) => expect(statuses[1]).toBe(200) },
    ],
  },
  {
    section: '8.1',
    name: 'Verify Metrics Endpoint',
    script: `curl http://127.0.0.1:8080/metrics`,
    expect: [
      {
        line: 'Metrics endpoint returns Prometheus format',
        holds: ({ output }) => {
          const wrong = /^(?!#|$|[a-zA-Z_:][\w:]*(?:\{[^}]*\})? (?:NaN|[+-]?Inf|[-+.\deE]+)$)/;
          expect(output.split('\n').filter((line) => wrong.test(line))).toEqual([]);
        },
      },
      { line: 'FPS metric present', holds: ({ output }) => expect(output).toMatch(/^godot_fps \S+$/m) },
      {
        line: 'Memory metric present',
        holds: ({ output }) => expect(output).toMatch(/^godot_memory_bytes \d+$/m),
      },
      {
        line: 'Request count metric present',
        holds: ({ output }) => expect(output).toMatch(/^http_requests_total\{status="200",.*\} \d+$/m),
      },
    ],
  },
  {
    section: 'Deployment 2',
    name: 'Run Smoke Test Suite',
    script: `# Test critical paths
curl -H "Authorization: Bearer $TOKEN" https://staging.spacetime.example.com/api/status
curl -H "Authorization: Bearer $TOKEN" https://staging.spacetime.example.com/api/scenes
curl -H "Authorization: Bearer $TOKEN" https://staging.spacetime.example.com/api/webhooks`,
    expect: [
      {
        line: 'All critical endpoints return 200',
        holds: ({ statuses }) => expect(statuses).toEqual([200, 200, 200]),
      },
      {
        line: 'No 500 errors',
        holds: ({ statuses }) => expect(statuses.filter((status) => status >= 500)).toEqual([]),
      },
    ],
  },
  {
    section: 'Appendix C',
    name: 'Check API Status',
    script: `curl -H "Authorization: Bearer $TOKEN" https://spacetime.example.com/api/status`,
    expect: [
      {
        line: 'Check API Status',
        holds: ({ statuses, output }) => {
          expect(statuses).toEqual([200]);
          expect(JSON.parse(output)).toMatchObject({ status: 'ok', environment: 'production' });
        },
      },
    ],
  },
];
