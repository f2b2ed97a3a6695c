import type { ChecklistBlock, Outcome } from './block.ts';

/** A line that holds when the call at this place is 200 and the output shows what it asked for. */
const answers = (line: string, call: number, shown: RegExp) => ({
  line,
  holds: ({ statuses, output }: Outcome) => {
    expect(statuses[call]).toBe(200);
    expect(output).toMatch(shown);
  },
});

/** Section 5: the routers. */
export const routerBlocks: readonly ChecklistBlock[] = [
  {
    section: '5.1',
    name: 'Test Scene Management',
    script: String.raw`TOKEN="<api-token>"

# Test scene loading
curl -X POST http://127.0.0.1:8080/scene \
  -H "Authorization: Bearer $TOKEN" \
  -H "Content-Type: application/json" \
  -d '{"scene_path": "res://vr_main.tscn"}'
# Expected: 200 OK

# Test scene info
curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/scene
# Expected: 200 OK with scene details

# Test scene list
curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/scenes
# Expected: 200 OK with scene array

# Test scene history
curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/scene/history
# Expected: 200 OK with history array`,
    expect: [
      answers('POST /scene loads scene successfully', 0, /^\{"success":true,"scene_name":"vr_main"/),
      answers('GET /scene returns current scene info', 1, /\}\{"scene_name":"vr_main"/),
      answers('GET /scenes lists available scenes', 2, /\{"scenes":\[\{"name":/),
      answers('GET /scene/history returns load history', 3, /\{"history":\[\{"scene_name":"vr_main"/),
    ],
  },
  {
    section: '5.2',
    name: 'Test Webhook Management',
    script: String.raw`TOKEN="<api-token>"

# Register webhook
curl -X POST http://127.0.0.1:8080/webhooks \
  -H "Authorization: Bearer $TOKEN" \
  -H "Content-Type: application/json" \
  -d '{
    "url": "https://webhook.site/test-id",
    "events": ["scene.loaded"],
    "secret": "webhook_secret_123"
  }'
# Expected: 200 OK with webhook_id

# List webhooks
curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/webhooks
# Expected: 200 OK with webhook array

# Get webhook details
curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/webhooks/1
# Expected: 200 OK with webhook details`,
    expect: [
      answers('Webhooks can be registered', 0, /^\{"success":true,"webhook_id":"\d+"/),
      answers('Webhooks can be listed', 1, /\{"webhooks":\[\{"id":"\d+"/),
      answers('Webhook details can be retrieved', 2, /\{"webhook":\{"id":"1",.*"secret":"\*\*\*"/),
    ],
  },
  {
    section: '5.2',
    name: 'Test Job Queue',
    script: String.raw`# Submit job
curl -X POST http://127.0.0.1:8080/jobs \
  -H "Authorization: Bearer $TOKEN" \
  -H "Content-Type: application/json" \
  -d '{
    "type": "cache_warming",
    "parameters": {}
  }'
# Expected: 200 OK with job_id

# Check job status
curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/jobs/1
# Expected: 200 OK with job status`,
    expect: [
      answers('Jobs can be submitted', 0, /^\{"success":true,"job_id":"\d+"/),
      answers('Job status can be checked', 1, /"job":\{"id":"1","type":"cache_warming","status":"\w+"/),
    ],
  },
];
