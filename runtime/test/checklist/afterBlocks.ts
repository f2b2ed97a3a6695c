import { createHmac } from 'node:crypto';
import { until } from '../until.ts';
import type { ChecklistBlock, Outcome, Received } from './block.ts';

/** The first delivery that reached the receiver; deliveries follow the answer, so it is waited for. */
const delivery = ({ received }: Outcome): Promise<Received> =>
  until('a delivery at the receiver', () => received()[0]);

/** Post-Deployment Testing: the same through the world's public address. */
export const afterBlocks: readonly ChecklistBlock[] = [
  {
    section: 'Post-Deployment 1',
    name: 'Test All Endpoints',
    script: `# Get API token from production
TOKEN="<production-api-token>"

# Test scene management
curl -H "Authorization: Bearer $TOKEN" https://spacetime.example.com/api/scenes

# Test webhooks
curl -H "Authorization: Bearer $TOKEN" https://spacetime.example.com/api/webhooks

# Test jobs
curl -H "Authorization: Bearer $TOKEN" https://spacetime.example.com/api/jobs

# Test performance metrics
curl -H "Authorization: Bearer $TOKEN" https://spacetime.example.com/api/performance`,
    expect: [
      {
        line: 'All endpoints return expected responses',
        holds: ({ statuses, output }) => {
          expect(statuses).toEqual([200, 200, 200, 200]);
          for (const field of ['"scenes":[', '"webhooks":[', '"jobs":[', '"fps":'])
            expect(output).toContain(field);
        },
      },
      {
        line: 'Authentication working correctly',
        holds: ({ statuses }) => expect(statuses).not.toContain(401),
      },
      {
        line: 'Rate limiting active',
        holds: ({ calls }) => expect(calls.every(({ isLimited }) => isLimited)).toBe(true),
      },
    ],
  },
  {
    section: 'Post-Deployment 2',
    name: 'Test Webhook Delivery',
    script: String.raw`# Register test webhook
curl -X POST https://spacetime.example.com/api/webhooks \
  -H "Authorization: Bearer $TOKEN" \
  -H "Content-Type: application/json" \
  -d '{
    "url": "https://webhook.site/unique-id",
    "events": ["scene.loaded"],
    "secret": "test_secret"
  }'

# Trigger event by loading scene
curl -X POST https://spacetime.example.com/api/scene \
  -H "Authorization: Bearer $TOKEN" \
  -H "Content-Type: application/json" \
  -d '{"scene_path": "res://vr_main.tscn"}'

# Check webhook.site for delivery`,
    expect: [
      {
        line: 'Webhook received at destination',
        holds: async (outcome) => {
          expect(outcome.statuses).toEqual([200, 200]);
          expect((await delivery(outcome)).headers['x-webhook-event']).toBe('scene.loaded');
        },
      },
      {
        line: 'HMAC signature valid',
        holds: async (outcome) => {
          const { headers, body } = await delivery(outcome);
          const signature = createHmac('sha256', 'test_secret').update(body).digest('hex');
          expect(headers['x-webhook-signature']).toBe(signature);
        },
      },
      {
        line: 'Payload contains correct data',
        holds: async (outcome) => {
          expect(JSON.parse((await delivery(outcome)).body)).toMatchObject({
            event: 'scene.loaded',
            webhook_id: expect.any(String),
            timestamp: expect.any(String),
            data: { scene_path: 'res://vr_main.tscn' },
          });
        },
      },
    ],
  },
  {
    section: 'Post-Deployment 3',
    name: 'Test Background Jobs',
    script: String.raw`# Submit job
JOB_ID=$(curl -X POST https://spacetime.example.com/api/jobs \
  -H "Authorization: Bearer $TOKEN" \
  -H "Content-Type: application/json" \
  -d '{"type": "cache_warming", "parameters": {}}' | jq -r '.job_id')

# Poll job status
while true; do
  STATUS=$(curl -H "Authorization: Bearer $TOKEN" \
    https://spacetime.example.com/api/jobs/$JOB_ID | jq -r '.job.status')
  echo "Job status: $STATUS"
  [ "$STATUS" = "completed" ] && break
  sleep 1
done`,
    expect: [
      { line: 'Job submitted successfully', holds: ({ statuses }) => expect(statuses[0]).toBe(200) },
      {
        line: 'Job processes in background',
        holds: ({ calls }) => expect(calls[1]?.url).toMatch(/\/api\/jobs\/\d+$/),
      },
      {
        line: 'Job status updates correctly',
        holds: ({ output }) =>
          expect(output).toMatch(/^(?:Job status: (?:queued|running)\n)*Job status: completed\n$/),
      },
      { line: 'Job completes successfully', holds: ({ exitCode }) => expect(exitCode).toBe(0) },
    ],
  },
  {
    section: 'Post-Deployment 4',
    name: 'Monitor Production Metrics',
    script: `# Check Prometheus metrics
curl https://spacetime.example.com/metrics`,
    expect: [
      {
        line: 'Metrics being collected',
        holds: ({ statuses, output }) => {
          expect(statuses).toEqual([200]);
          expect(output).toMatch(/^godot_memory_bytes [1-9]\d+$/m);
        },
      },
    ],
  },
  {
    section: 'Post-Deployment 5',
    name: 'Verify Security Posture',
    script: String.raw`# Test authentication bypass (should fail)
curl https://spacetime.example.com/api/scenes
# Expected: 401 Unauthorized

# Test rate limiting (should trigger)
for i in {1..150}; do
  curl -H "Authorization: Bearer $TOKEN" \
    https://spacetime.example.com/api/status &
done
wait
# Expected: 429 Too Many Requests after limit

# Check TLS configuration
curl -I https://spacetime.example.com/api/status
# Expected: HTTPS with valid certificate`,
    expect: [
      { line: 'Authentication cannot be bypassed', holds: ({ statuses }) => expect(statuses[0]).toBe(401) },
      {
        line: 'Rate limiting working',
        holds: ({ statuses }) => expect(statuses.filter((status) => status === 429)).toHaveLength(50),
      },
      {
        line: 'TLS configured correctly',
        holds: ({ calls, exitCode }) => {
          expect(exitCode).toBe(0);
          expect(calls.at(-1)).toMatchObject({ status: 200, url: expect.stringMatching(/^https:/) });
        },
      },
      {
        line: 'Security headers present',
        holds: ({ output }) => expect(output).toMatch(/^X-Frame-Options: DENY\r?$/im),
      },
    ],
  },
];
