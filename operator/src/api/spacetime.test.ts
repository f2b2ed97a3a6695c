import { parseSpec } from './spacetime.ts';

const image = 'spacetime:v1.0.0';

describe('parseSpec', () => {
  it('fills in every documented default', () => {
    expect(parseSpec({ image })).toEqual({
      image,
      imagePullPolicy: 'IfNotPresent',
      imagePullSecrets: [],
      replicas: 2,
      paused: false,
      revisionHistoryLimit: 10,
      environment: 'production',
      api: {
        enabled: true,
        port: 8080,
        logLevel: 'info',
        requestsPerMinute: 100,
        corsOrigins: [],
        trustedProxies: [],
      },
      access: 'Public',
      telemetry: { port: 8081 },
      discovery: { port: 8087, mode: 'Answer' },
      scenes: {
        whitelist: {
          production: ['res://vr_main.tscn'],
          staging: ['res://vr_main.tscn'],
          development: ['res://**'],
        },
        blacklist: [],
      },
      env: [],
      webhooks: { retryProfile: 'Standard', addressPolicy: 'PublicOnly' },
      jobs: { concurrency: 3 },
      checklist: { intervalSeconds: 3600, requiredPercent: 0, attestations: [], waivers: [] },
      contacts: [],
      database: {
        connectionsPerPod: 5,
        managed: {
          storage: { size: '10Gi' },
          resources: {
            requests: { cpu: '100m', memory: '256Mi' },
            limits: { cpu: '1', memory: '1Gi' },
          },
          deletionPolicy: 'Retain',
        },
      },
      secrets: { generation: 'IfMissing', rotation: { overlapSeconds: 3600 }, mounts: [] },
      tls: { dnsNames: [], port: 8443 },
      exposure: {
        hostnames: [],
        service: { type: 'ClusterIP' },
        networkPolicy: { mode: 'Managed', from: [], to: [] },
      },
      resources: {
        requests: { cpu: '250m', memory: '256Mi', 'ephemeral-storage': '256Mi' },
        limits: { cpu: '2', memory: '1Gi', 'ephemeral-storage': '2Gi' },
      },
      probes: {
        startup: { timeoutSeconds: 60 },
        liveness: { periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 },
        readiness: { periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 2 },
      },
      drainSeconds: 30,
      placement: { nodeSelector: {}, tolerations: [], spread: { zones: 'Preferred', nodes: 'Preferred' } },
      disruption: { maxUnavailable: 1 },
      promotion: { allowedNamespaces: [] },
      monitoring: { mode: 'Auto', scrapeIntervalSeconds: 15, alerts: [], dashboard: { mode: 'Auto' } },
      rollout: {
        checks: {
          smoke: { mode: 'Required', timeoutSeconds: 120, paths: [] },
          load: {
            mode: 'Required',
            path: '/api/status',
            requests: 1000,
            concurrency: 10,
            minSuccessPercent: 99,
            maxMeanMilliseconds: 100,
            timeoutSeconds: 120,
          },
          browser: { mode: 'Disabled', timeoutSeconds: 120 },
          custom: [],
        },
        canary: {
          steps: [
            { trafficPercent: 10, minSeconds: 20, approval: 'Automatic' },
            { trafficPercent: 50, minSeconds: 20, approval: 'Automatic' },
          ],
          minSeconds: 20,
          minRequests: 50,
        },
        bakeSeconds: 600,
        deadlines: {
          preparingSeconds: 300,
          checkingSeconds: 600,
          canarySeconds: 3600,
          promotingSeconds: 600,
          rollingBackSeconds: 120,
        },
        whenUndecided: 'Wait',
        sla: { maxErrorPercent: 1, latencies: [] },
        notifications: [],
        watch: 'Rollback',
        watchSeconds: 86_400,
      },
    });
  });

  it('reads a spec as the API server stores it and one that leaves everything out alike', () => {
    expect(parseSpec({ image, scenes: { whitelist: {} }, rollout: { sla: { maxErrorPercent: 1 } } })).toEqual(
      parseSpec({ image }),
    );
  });

  it('reads bare numbers where people write them for amounts', () => {
    const spec = parseSpec({
      image,
      resources: { limits: { cpu: 4 } },
      rollout: { sla: { maxErrorPercent: '0.5' } },
    });
    expect(spec.resources.limits.cpu).toBe('4');
    expect(spec.rollout.sla.maxErrorPercent).toBe(0.5);
  });

  it('gives a list of scenes to every environment, staging as production', () => {
    const { whitelist } = parseSpec({
      image,
      scenes: { whitelist: { production: ['res://a.tscn'] } },
    }).scenes;
    expect(whitelist).toEqual({
      production: ['res://a.tscn'],
      staging: ['res://a.tscn'],
      development: ['res://**'],
    });
  });

  it('fills in the items of lists, in which the API server fills in nothing', () => {
    const { rollout } = parseSpec({
      image,
      rollout: {
        checks: {
          smoke: { paths: [{ path: '/api/jobs' }] },
          custom: [{ name: 'journey', image: 'journey:1' }],
        },
        canary: {
          minSeconds: 7,
          steps: [{ trafficPercent: 1 }, { trafficPercent: 2, minSeconds: 0, approval: 'Manual' }],
        },
        sla: { latencies: [{ path: '/status', maxMilliseconds: 50 }] },
        notifications: [{ name: 'chat', urlSecretRef: { name: 'chat', key: 'url' } }],
      },
    });
    expect(rollout.notifications[0]?.events).toContain('ReleaseRolledBack');
    expect(rollout.checks.smoke.paths).toEqual([{ path: '/api/jobs', expectedStatus: 200 }]);
    expect(rollout.checks.custom).toEqual([
      { name: 'journey', image: 'journey:1', args: [], mode: 'Required', timeoutSeconds: 120 },
    ]);
    expect(rollout.canary.steps).toEqual([
      { trafficPercent: 1, minSeconds: 7, approval: 'Automatic' },
      { trafficPercent: 2, minSeconds: 0, approval: 'Manual' },
    ]);
    expect(rollout.sla.latencies).toEqual([{ path: '/status', maxMilliseconds: 50, percentile: 95 }]);
  });

  it('takes an empty list of steps for no canary', () => {
    expect(parseSpec({ image, rollout: { canary: { steps: [] } } }).rollout.canary.steps).toEqual([]);
  });

  it('leaves out what it does not know', () => {
    expect(parseSpec({ image, later: true })).toEqual(parseSpec({ image }));
  });

  it.each([
    ['no image', {}, /^spec\.image: /],
    ['a port without privileges', { image, api: { port: 80 } }, /^spec\.api\.port: .*1024\.$/],
    ['a replica too many', { image, replicas: 101 }, /^spec\.replicas: .*100\.$/],
    ['half a replica', { image, replicas: 0.5 }, /^spec\.replicas: /],
    [
      'a bad item',
      {
        image,
        env: [
          { name: 'A', value: 'a' },
          { name: '1', value: '' },
        ],
      },
      /^spec\.env\[1\]\.name: /,
    ],
    [
      'an amount in words',
      { image, resources: { limits: { memory: 'much' } } },
      /^spec\.resources\.limits\.memory: /,
    ],
    ['null for a number', { image, replicas: null }, /^spec\.replicas: /],
    ['nothing at all', undefined, /^spec: /],
  ])('names the field in one sentence: %s', (_, raw, sentence) => {
    expect(() => parseSpec(raw)).toThrow(sentence);
  });
});
