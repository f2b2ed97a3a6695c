import { createHmac } from 'node:crypto';
import { anApp, type RunningApp } from './anApp.ts';
import { aReceiver, type Receiver } from './aReceiver.ts';
import { until } from './until.ts';

let app: RunningApp;
let receiver: Receiver;
beforeEach(async () => {
  receiver = await aReceiver();
  app = await anApp({
    env: {
      GODOT_ENV: 'production',
      GODOT_ENABLE_HTTP_API: 'true',
      SPACETIME_WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8',
    },
    whitelist: { production: ['res://vr_main.tscn', 'res://minimal_test.tscn'] },
    works: true,
  });
});
afterEach(async () => {
  await app.close();
  await receiver.close();
});

/** What `curl -X POST … -d BODY` and `curl …` answer, with the token. */
const post = (path: string, body: object) =>
  app.ask(path, {
    as: 'caller',
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
const get = (path: string) => app.ask(path, { as: 'caller' });

describe('checklist 5.2: test webhook management', () => {
  it('registers, lists and shows webhooks', async () => {
    const registered = await post('/webhooks', {
      url: 'https://webhook.site/test-id',
      events: ['scene.loaded'],
      secret: 'webhook_secret_123',
    });
    expect(registered.status).toBe(200);
    expect(await registered.json()).toMatchObject({ webhook_id: '1' });
    const list = await get('/webhooks');
    expect(list.status).toBe(200);
    expect(await list.json()).toMatchObject({ webhooks: [{ id: '1', url: 'https://webhook.site/test-id' }] });
    const one = await get('/webhooks/1');
    expect(one.status).toBe(200);
    expect(await one.json()).toMatchObject({ webhook: { id: '1', events: ['scene.loaded'], secret: '***' } });
  });
});

describe('checklist 5.2: test job queue', () => {
  it('takes jobs and says how they are', async () => {
    const submitted = await post('/jobs', { type: 'cache_warming', parameters: {} });
    expect(submitted.status).toBe(200);
    expect(await submitted.json()).toMatchObject({ job_id: '1' });
    const status = await get('/jobs/1');
    expect(status.status).toBe(200);
    expect(await status.json()).toMatchObject({ job: { id: '1', type: 'cache_warming' } });
  });
});

describe('checklist, after deployment 2: webhook delivery test', () => {
  it('delivers the event to the receiver, signed, with what happened', async () => {
    const secret = 'test_secret';
    await post('/api/webhooks', { url: receiver.url('/unique-id'), events: ['scene.loaded'], secret });
    await post('/api/scene', { scene_path: 'res://vr_main.tscn' });
    const { headers, body } = await until('the delivery', () => receiver.at('/unique-id')[0]);
    expect(headers['x-webhook-signature']).toBe(createHmac('sha256', secret).update(body).digest('hex'));
    expect(JSON.parse(body)).toMatchObject({
      event: 'scene.loaded',
      webhook_id: '1',
      data: { scene_path: 'res://vr_main.tscn' },
    });
  });
});

describe('checklist, after deployment 3: job queue test', () => {
  it('completes a job in the background, and says so', async () => {
    const submitted = await post('/api/jobs', { type: 'cache_warming', parameters: {} });
    const { job_id } = (await submitted.json()) as { readonly job_id: string };
    const job = await until('the job to complete', async () => {
      const { job: found } = (await (await get(`/api/jobs/${job_id}`)).json()) as {
        readonly job: { readonly status: string };
      };
      return found.status === 'completed' && found;
    });
    expect(job).toMatchObject({ progress: 1, error: null, result: { total: 2, succeeded: 2, failed: 0 } });
  });
});
