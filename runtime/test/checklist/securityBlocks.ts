import type { ChecklistBlock } from './block.ts';

/** Section 4: who may ask, how often, and what every answer says to browsers. */
export const securityBlocks: readonly ChecklistBlock[] = [
  {
    section: '4.1',
    name: 'Test API Authentication',
    script: `# Test without token (should fail)
curl http://127.0.0.1:8080/scenes
# Expected: 401 Unauthorized

# Test with invalid token (should fail)
curl -H "Authorization: Bearer invalid_token" http://127.0.0.1:8080/scenes
# Expected: 401 Unauthorized

# Test with valid token (should succeed)
TOKEN="<api-token-from-console>"
curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/scenes
# Expected: 200 OK with scene list`,
    expect: [
      {
        line: 'Requests without token rejected (401)',
        holds: ({ statuses }) => expect(statuses[0]).toBe(401),
      },
      {
        line: 'Requests with invalid token rejected (401)',
        holds: ({ statuses }) => expect(statuses[1]).toBe(401),
      },
      {
        line: 'Requests with valid token succeed (200)',
        holds: ({ statuses, output }) => {
          expect(statuses[2]).toBe(200);
          expect(output).toContain('"path":"res://vr_main.tscn"');
        },
      },
    ],
  },
  {
    section: '4.2',
    name: 'Test Rate Limiting',
    script: `TOKEN="<api-token-from-console>"

# Send 150 rapid requests (limit is 100/min)
for i in {1..150}; do
  curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/status &
done
wait

# Expected: Some requests return 429 Too Many Requests`,
    expect: [
      {
        line: 'Rate limiting enforced after limit exceeded',
        holds: ({ statuses }) => expect(statuses.filter((status) => status === 200)).toHaveLength(100),
      },
      {
        line: '429 status code returned',
        holds: ({ statuses }) => expect(statuses.filter((status) => status === 429)).toHaveLength(50),
      },
      {
        line: 'Rate limit resets after time window',
        holds: ({ output }) => {
          const [, seconds] = /"retry_after":(\d+)/.exec(output) ?? [];
          expect(Number(seconds)).toBeGreaterThan(0);
          expect(Number(seconds)).toBeLessThanOrEqual(60);
        },
      },
    ],
  },
  {
    section: '4.3',
    name: 'Check Security Headers',
    script: `curl -I http://127.0.0.1:8080/status

# Expected headers:
# X-Content-Type-Options: nosniff
# X-Frame-Options: DENY
# X-XSS-Protection: 1; mode=block`,
    expect: [
      {
        line: 'Security headers present',
        holds: ({ output }) => {
          expect(output).toMatch(/^X-Content-Type-Options: nosniff\r?$/im);
          expect(output).toMatch(/^X-Frame-Options: DENY\r?$/im);
          expect(output).toMatch(/^X-XSS-Protection: 1; mode=block\r?$/im);
        },
      },
      {
        line: 'CORS headers configured (if needed)',
        holds: ({ output }) => expect(output).not.toMatch(/^Access-Control-Allow-Origin: \*/im),
      },
      {
        line: 'No sensitive information in headers',
        holds: ({ output }) => expect(output).not.toMatch(/^(?:Server|X-Powered-By|Set-Cookie):/im),
      },
    ],
  },
];
